import type { Box, HomeBox } from '#shared/contract/enums.ts'
import type { Person } from '#shared/contract/fields.ts'

/** A message as a provider adapter hands it over: parsed, decoded, not sanitised. */
export interface IncomingMessage {
  providerMessageId: string
  providerThreadId: string
  /** Message-ID header without angle brackets, or null. */
  rfcMessageId: string | null
  inReplyTo: string | null
  references: string[]
  from: Person
  replyTo: Person[]
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  snippet: string
  /** Epoch milliseconds. */
  receivedAt: number
  sizeBytes: number
  placement: Placement
  headers: Header[]
  body: MessageBody
  attachments: IncomingAttachment[]
  /** Parts of the message that were not valid, in plain words. */
  defects: string[]
}

/** Everything about a message that the provider can change after it exists. */
export interface Placement {
  /** The provider's own label or folder ids. */
  labels: string[]
  isRead: boolean
  isStarred: boolean
  inInbox: boolean
  isSent: boolean
  isDraft: boolean
  isSpam: boolean
  isTrash: boolean
}

/** The boxes, and the labels or folders by the provider's ids, whose lists a change is about. */
export interface ChangedLists {
  boxes: Box[]
  labelIds: string[]
}

/** Stored messages that changed, with the lists that have them or had them before. */
export interface ChangedMessages extends ChangedLists {
  ids: readonly number[]
}

/** A stored message's placement. */
export interface StoredPlacement {
  providerMessageId: string
  placement: Placement
}

export interface Header {
  name: string
  value: string
}

/** Decoded to text and otherwise as sent; it is sanitised only when it is read. */
export interface MessageBody {
  html: string | null
  text: string | null
}

export interface IncomingAttachment {
  /** Unique within the message and stable across syncs: the MIME part's number (`1.2`). */
  partId: string
  /** The provider's handle for fetching it; may change between reads. */
  providerAttachmentId: string | null
  filename: string
  contentType: string
  sizeBytes: number
  /** Content-ID without angle brackets. */
  contentId: string | null
  isInline: boolean
}

/** What the stored header fields of a message are read from. */
export type IncomingHeaders = Pick<IncomingMessage, 'inReplyTo' | 'references' | 'headers'>

/** A stored message as lists show it. */
export interface MessageRow {
  /** Our id: ordered by date (database/tables/message-id.ts), never changes. */
  id: number
  accountId: string
  mailboxId: string
  providerMessageId: string
  providerThreadId: string
  rfcMessageId: string | null
  fromName: string
  fromEmail: string
  to: Person[]
  cc: Person[]
  subject: string
  snippet: string
  receivedAt: number
  sizeBytes: number
  isRead: boolean
  isStarred: boolean
  hasAttachments: boolean
  homeBox: HomeBox
  labels: string[]
  /** Where lists show it: its id, unless it was bumped to another place. */
  sortKey: number
  /** Its conversation (ports/threads.ts); null for mail of an earlier version until its backfill. */
  threadId: number | null
}

/** What opening a message needs beyond its row. */
export interface StoredContent {
  replyTo: Person[]
  bcc: Person[]
  inReplyTo: string | null
  references: string[]
  headers: Header[]
  body: MessageBody
  attachments: IncomingAttachment[]
  defects: string[]
}
