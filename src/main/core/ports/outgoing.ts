import type { Person } from '#shared/contract/fields.ts'
import type { StoredContent } from './files.ts'

/** A file that goes with a message. */
export interface OutgoingFile {
  name: string
  contentType: string
  isInline: boolean
  /** Without angle brackets; the HTML shows the file as `cid:` with this. */
  contentId: string | null
  content: StoredContent
}

/** Everything an outgoing message is made of. The same parts always give the same MIME. */
export interface OutgoingMessage {
  from: Person
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  /** Cleaned, with its pictures among the files; null for a message of plain text. */
  html: string | null
  text: string
  files: OutgoingFile[]
  /** The Message-ID. It and the two below are without angle brackets. */
  messageId: string
  inReplyTo: string | null
  references: string[]
  /** Written as X-App-Send-Id; the sent message is found again by it. */
  appSendId: string
  /** The Date header, epoch milliseconds. */
  date: number
}

/** Writes messages as MIME. */
export interface MimeRenderer {
  render(message: OutgoingMessage): Promise<Uint8Array>
  /** The parts of a message that an earlier version stored as finished MIME. */
  partsOf(mime: Uint8Array): Promise<OutgoingMessage>
}

/** A message as it is handed to a provider, which takes it as MIME or, where too large, in parts. */
export interface OutgoingDraft {
  mime: Uint8Array
  /** Files a reply with its conversation. */
  providerThreadId: string | null
  parts(): Promise<OutgoingMessage>
}
