import type { Box } from '#shared/contract/enums.ts'
import type { MessageRow } from './messages.ts'

export interface ThreadPageQuery {
  mailboxId: string
  box: Box
  limit: number
  /** Only conversations after this one in the list: its `sortKey` and `id` (keyset). */
  after?: { sortKey: number; id: number } | undefined
}

/** A conversation as the list of a box shows it. */
export interface ThreadRow {
  /** Never changes; after a merge the id that is gone leads to the one that stayed. */
  id: number
  /** Lists are in the order of this, newest first; unique together with the id. */
  sortKey: number
  /** Messages of the conversation in this box, and how many of them are unread. */
  total: number
  unread: number
  /** The newest of them. */
  newest: MessageRow
}

export interface ThreadReader {
  /** Conversations of a mailbox that have a message in the box, newest message first. */
  page(query: ThreadPageQuery): Promise<ThreadRow[]>
  /** Conversations in the box, and those of them that have an unread message there. */
  count(mailboxId: string, box: Box): Promise<{ total: number; unread: number }>
  /** The id that a conversation has now; null where there never was such a conversation. */
  findCurrentId(threadId: number): Promise<number | null>
  /** Every message of a conversation, of every account and box of its mailbox, oldest first. */
  listMessages(threadId: number): Promise<MessageRow[]>
}
