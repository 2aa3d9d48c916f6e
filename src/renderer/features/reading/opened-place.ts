/** Which message is open: one of the list’s, or the one inside it that is attached under this id. */
export interface OpenedPlace {
  mailboxId: string
  messageId: string
  insideId: string | null
}
