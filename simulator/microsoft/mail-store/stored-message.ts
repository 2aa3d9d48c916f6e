import type { DraftContent } from './draft.ts'

export type FlagStatus = 'notFlagged' | 'flagged' | 'complete'
export type Importance = 'low' | 'normal' | 'high'

/** Where a message's text is: made by the generator, stored as it came, or still being written. */
export type MessageContent =
  | { kind: 'generated'; index: number }
  | { kind: 'stored'; raw: Buffer }
  | { kind: 'draft'; draft: DraftContent }

export interface StoredMessage {
  readonly row: number
  folderId: string
  /** How often it was moved: part of its default id. */
  place: number
  /** The row that began the conversation. */
  conversation: number
  /** All times in milliseconds since the epoch. */
  receivedAt: number
  sentAt: number
  createdAt: number
  modifiedAt: number
  version: number
  isRead: boolean
  flag: FlagStatus
  categories: readonly string[]
  importance: Importance
  inference: 'focused' | 'other'
  content: MessageContent
  /** Names of files in the cloud that are attached as links; the text says nothing of them. */
  links: readonly string[]
  /** Single-value extended properties by id, such as `String {guid} Name X`. */
  extended: ReadonlyMap<string, string>
}

export type NewMessage = Pick<StoredMessage, 'folderId' | 'receivedAt' | 'content'> &
  Partial<Omit<StoredMessage, 'row' | 'place' | 'version'>>

/** What may be changed of a message in place. */
export type MessageUpdate = Partial<
  Pick<
    StoredMessage,
    'isRead' | 'flag' | 'categories' | 'importance' | 'inference' | 'content' | 'extended'
  >
>
