import type { MessageChange } from '#shared/domain/message-change.ts'

/**
 * `pending`: not sent. `sending`: an attempt is under way. `confirming`: the provider accepted it, and
 * no poll that began later was applied yet. `refused`: the provider will not have it; the row stays
 * with its reason until the person dismisses it or tries again.
 */
export type PendingChangeState = 'pending' | 'sending' | 'confirming' | 'refused'

/** A change of one message that was made here. Times are epoch milliseconds. */
export interface PendingChangeRow {
  id: string
  accountId: string
  /** Ours; the message may be gone by now. */
  messageId: number
  providerMessageId: string
  /** Order within an account. */
  position: number
  change: MessageChange
  inverse: MessageChange | null
  state: PendingChangeState
  reason: string | null
  needsRefresh: boolean
  /**
   * While the change was sent or confirming, the provider reported the message otherwise: from before
   * the change, or from after a later one made elsewhere. Its message is read again before the change
   * is forgotten.
   */
  isContradicted: boolean
  attempts: number
  notBefore: number
  acceptedAt: number | null
  createdAt: number
}

export interface PendingChangeReader {
  get(id: string): Promise<PendingChangeRow | null>
  /** Oldest first. */
  list(accountIds: string[], limit: number): Promise<PendingChangeRow[]>
  /**
   * Changes that may be sent now, oldest first: for each message only its oldest one, so that what one
   * message waits for holds back no other.
   */
  listDue(accountId: string, now: number, limit: number): Promise<PendingChangeRow[]>
  /**
   * When the next change may be sent, or null where none waits. A change behind an earlier one of the
   * same message counts only once that one has left.
   */
  nextDueAt(accountId: string): Promise<number | null>
  /** Refused changes whose message is still to be read again from the provider. */
  listUnrefreshed(accountId: string, limit: number): Promise<PendingChangeRow[]>
  /** How many the provider does not have yet. */
  countPending(accountId: string): Promise<number>
  hasConfirming(accountId: string): Promise<boolean>
  /** Contradicted changes that the provider accepted before this time, oldest first. */
  listContradicted(
    accountId: string,
    acceptedBefore: number,
    limit: number,
  ): Promise<PendingChangeRow[]>
  /** Provider ids of messages whose state is decided here for the time being. */
  pendingMessageIds(accountId: string): Promise<Set<string>>
}

export interface PendingChangeRepository extends PendingChangeReader {
  /**
   * Makes a change to these messages here and queues it for the provider. Changes that have not left
   * yet and are about the same are collapsed. Returns our ids of messages that really changed.
   */
  record(options: {
    accountId: string
    messageIds: number[]
    change: MessageChange
    now: number
    newId: () => string
  }): Promise<number[]>
  /** Marks changes as being sent, until `notBefore`. Returns those that were still to be sent. */
  claim(ids: string[], notBefore: number): Promise<string[]>
  accepted(ids: string[], now: number): Promise<void>
  /** Back to `pending`, with the given number of attempts. */
  postpone(ids: string[], attempts: number, notBefore: number): Promise<void>
  refuse(ids: string[], reason: string): Promise<void>
  refreshed(ids: string[]): Promise<void>
  delete(ids: string[]): Promise<void>
  /** What an ended process was sending is to be sent again. */
  releaseClaims(accountId: string): Promise<void>
  /**
   * Forgets changes accepted before this time, as what is read from now on contains them. Those that
   * were contradicted stay until their message was read again.
   */
  deleteConfirmed(accountId: string, acceptedBefore: number): Promise<void>
}
