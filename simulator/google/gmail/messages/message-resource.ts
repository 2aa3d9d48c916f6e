import type { gmail_v1 } from '@googleapis/gmail'
import { decodeEncodedWords } from '../../../mail/mime/encoded-words.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { decodeBody, parseMime, walkParts, type MimePart } from '../../../mail/mime/parse-mime.ts'
import { snippetOf } from '../../../mail/mime/snippet.ts'
import { encodeAttachmentId } from './attachment-ids.ts'

export type MessageFormat = 'full' | 'metadata' | 'minimal' | 'raw'

export const MESSAGE_FORMATS = [
  'full',
  'metadata',
  'minimal',
  'raw',
  'FULL',
  'METADATA',
  'MINIMAL',
  'RAW',
] as const

/** Text bodies above this many bytes come as attachments. */
const MAX_INLINE_BYTES = 1_048_576

export interface MessageResourceOptions {
  format: MessageFormat
  /** Which headers `metadata` shows; empty: all. */
  metadataHeaders: readonly string[]
  secret: Buffer
}

/** A message as users.messages.get answers it. */
export function messageResource(
  mailbox: GmailStore,
  row: number,
  { format, metadataHeaders, secret }: MessageResourceOptions,
): gmail_v1.Schema$Message {
  const raw = mailbox.raw(row)
  const message = parseMime(raw)
  const id = mailbox.ids.idOf(row)
  const base = {
    ...messageStub(mailbox, row),
    labelIds: [...mailbox.labelsOf(row)],
    snippet: snippetOf(message),
    historyId: String(mailbox.columns.historyId[row] ?? 0),
    internalDate: String(mailbox.columns.internalDate[row] ?? 0),
    sizeEstimate: raw.length,
  } satisfies gmail_v1.Schema$Message
  switch (format) {
    case 'minimal':
      return base
    case 'raw':
      return { ...base, raw: encodeBase64Url(raw) }
    case 'metadata': {
      const wanted = new Set(metadataHeaders.map((name) => name.toLowerCase()))
      const headers = headersOf(message).filter(
        (header) => wanted.size === 0 || wanted.has(header.name.toLowerCase()),
      )
      return { ...base, payload: { mimeType: message.mimeType, headers } }
    }
    case 'full': {
      const numbers = new Map([...walkParts(message)].map((part, index) => [part, index]))
      const attachmentId = (part: MimePart): string =>
        encodeAttachmentId(secret, id, numbers.get(part) ?? 0)
      return { ...base, payload: partResource(message, '', attachmentId) }
    }
  }
}

/** `{id, threadId}`, as lists and history name messages. */
export function messageStub(mailbox: GmailStore, row: number): { id: string; threadId: string } {
  const threadId = mailbox.ids.idOf(mailbox.columns.thread[row] ?? row)
  return { id: mailbox.ids.idOf(row), threadId }
}

function partResource(
  part: MimePart,
  partId: string,
  attachmentId: (part: MimePart) => string,
): gmail_v1.Schema$MessagePart {
  const isMultipart = part.mimeType.startsWith('multipart/')
  return {
    partId,
    mimeType: part.mimeType,
    filename: part.filename,
    headers: headersOf(part),
    body: isMultipart ? { size: 0 } : bodyResource(part, attachmentId),
    ...(part.parts.length === 0
      ? {}
      : {
          parts: part.parts.map((child, index) =>
            partResource(child, partId === '' ? String(index) : `${partId}.${index}`, attachmentId),
          ),
        }),
  }
}

function bodyResource(
  part: MimePart,
  attachmentId: (part: MimePart) => string,
): gmail_v1.Schema$MessagePartBody {
  // A message inside that has no name is its parts alone; no handle leads to its source.
  if (part.mimeType === 'message/rfc822' && part.filename === '') return { size: 0 }
  const content = decodeBody(part)
  const isText = part.mimeType.startsWith('text/') && part.filename === ''
  if (isText && content.length <= MAX_INLINE_BYTES)
    return content.length === 0
      ? { size: 0 }
      : { size: content.length, data: encodeBase64Url(content) }
  return { attachmentId: attachmentId(part), size: content.length }
}

function headersOf(part: MimePart): { name: string; value: string }[] {
  return part.headers.map(({ name, value }) => ({ name, value: decodeEncodedWords(value) }))
}

/** Google writes bytes in the URL-safe alphabet and pads them. */
export function encodeBase64Url(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}
