import { parseAddressList, type MailAddress } from '../../mail/mime/address-list.ts'
import {
  writeMessage,
  formatAddressList,
  type AttachedFile,
  type Contact,
} from '../../mail/mime/write-message.ts'
import { decodeCharset, decodeEncodedWords } from '../../mail/mime/encoded-words.ts'
import { headerValue, type HeaderField } from '../../mail/mime/headers.ts'
import { decodeBody, parseMime, type MimePart } from '../../mail/mime/parse-mime.ts'
import { signedEntityOf } from './signed-message.ts'
import { parseMessageIds } from '../../mail/mime/subject-and-references.ts'

/** A file of a draft. `number` never changes and is never given twice in one draft. */
export interface DraftFile {
  number: number
  name: string
  contentType: string
  content: Buffer
  isInline: boolean
  contentId: string | null
  /** A link to a file in the cloud: all that a message has of it is the name. */
  isLink?: boolean
}

/** A message that can still be written: Exchange keeps it as properties, not as the text it came as. */
export interface DraftContent {
  subject: string
  body: { contentType: 'text' | 'html'; content: string }
  from: Contact | null
  to: Contact[]
  cc: Contact[]
  bcc: Contact[]
  replyTo: Contact[]
  /** With its angle brackets. */
  messageId: string
  inReplyTo: string | null
  references: string[]
  /** The X- fields. */
  headers: { name: string; value: string }[]
  files: DraftFile[]
  nextFile: number
}

/** An empty draft bearing this Message-ID. */
export function createEmptyDraft(messageId: string): DraftContent {
  return {
    subject: '',
    body: { contentType: 'text', content: '' },
    from: null,
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    messageId,
    inReplyTo: null,
    references: [],
    headers: [],
    files: [],
    nextFile: 1,
  }
}

/** What Exchange keeps of MIME: one body (HTML where there is any), files, and the X- fields. */
export function parseDraft(raw: Buffer, fallbackMessageId: string): DraftContent {
  const message = parseMime(raw)
  const field = (name: string): string => headerValue(message.headers, name) ?? ''
  const draft = createEmptyDraft(parseMessageIds(field('message-id'))[0] ?? fallbackMessageId)
  draft.subject = decodeEncodedWords(field('subject'))
  draft.from = parseAddresses(field('from'))[0] ?? null
  draft.to = parseAddresses(field('to'))
  draft.cc = parseAddresses(field('cc'))
  draft.bcc = parseAddresses(field('bcc'))
  draft.replyTo = parseAddresses(field('reply-to'))
  draft.inReplyTo = parseMessageIds(field('in-reply-to'))[0] ?? null
  draft.references = parseMessageIds(field('references'))
  draft.headers = customHeaders(message.headers)
  const content = contentOf(message)
  draft.body = content.body
  for (const part of content.files) addFile(draft, fileOf(part, draft.nextFile))
  return draft
}

export function addFile(draft: DraftContent, file: Omit<DraftFile, 'number'>): DraftFile {
  const added = { ...file, number: draft.nextFile }
  draft.nextFile += 1
  draft.files.push(added)
  return added
}

/** The draft as RFC 822 text: what `$value` shows and what is sent. `date` in epoch milliseconds. */
export function formatDraft(draft: DraftContent, owner: Contact, date: number): Buffer {
  const { contentType, content } = draft.body
  const own = draft.files.filter(({ isLink }) => isLink !== true)
  const files = own.map((file): AttachedFile => {
    const { name: filename, contentType: type, content: bytes } = file
    return {
      filename,
      contentType: type,
      content: bytes,
      ...(file.isInline && file.contentId !== null ? { contentId: file.contentId } : {}),
    }
  })
  return writeMessage({
    from: draft.from ?? owner,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    subject: draft.subject,
    date,
    messageId: draft.messageId,
    ...(draft.inReplyTo === null ? {} : { inReplyTo: draft.inReplyTo }),
    references: draft.references,
    ...(contentType === 'html' ? { html: content, text: textOfHtml(content) } : { text: content }),
    files,
    headers: {
      ...(draft.replyTo.length > 0 ? { 'Reply-To': formatAddressList(draft.replyTo) } : {}),
      ...Object.fromEntries(draft.headers.map(({ name, value }) => [name, value])),
    },
  })
}

/**
 * The body Outlook shows of a message, and the parts that are its attachments, in order. Exchange
 * makes files of texts that have a name, and of every further text.
 */
export function contentOf(message: MimePart): { body: DraftContent['body']; files: MimePart[] } {
  const found: { html: MimePart | null; text: MimePart | null } = { html: null, text: null }
  const files: MimePart[] = []
  const visit = (part: MimePart, isAlternative: boolean): void => {
    const inside = isAlternative || part.mimeType === 'multipart/alternative'
    const isFirst = found.html === null && found.text === null
    if (part.mimeType === 'message/rfc822') files.push(part)
    else if (part.parts.length > 0) part.parts.forEach((child) => visit(child, inside))
    else if (isAttached(part)) files.push(part)
    else if (part.mimeType === 'text/html' && !found.html && (isFirst || inside)) found.html = part
    else if (part.mimeType === 'text/plain' && !found.text && (isFirst || inside)) found.text = part
    else if (part.mimeType !== 'text/calendar' && !isOtherRendering(part, inside)) files.push(part)
  }
  visit(message, false)
  const chosen = found.html ?? found.text
  const contentType = found.html ? 'html' : 'text'
  const content = chosen ? decodeCharset(decodeBody(chosen), chosen.charset) : ''
  const signed = signedEntityOf(message)
  return { body: { contentType, content }, files: signed ? [signed] : files }
}

function isOtherRendering({ mimeType }: MimePart, isAlternative: boolean): boolean {
  return isAlternative && mimeType.startsWith('text/')
}

export function fileOf(part: MimePart, number: number): DraftFile {
  const contentId = headerValue(part.headers, 'content-id')?.replace(/^<|>$/gu, '') ?? null
  const disposition = headerValue(part.headers, 'content-disposition') ?? ''
  return {
    number,
    name: subjectOfInner(part) || part.filename || nameOfUnnamed(part, number),
    contentType: part.mimeType,
    content: decodeBody(part),
    isInline: contentId !== null && !/^\s*attachment/iu.test(disposition),
    contentId,
  }
}

/** Exchange counts what has no name: ATT00001.txt. */
function nameOfUnnamed({ mimeType }: MimePart, number: number): string {
  if (!mimeType.startsWith('text/')) return `attachment-${number}`
  return `ATT${String(number).padStart(5, '0')}.${mimeType === 'text/html' ? 'htm' : 'txt'}`
}

/** Exchange names an attached message by its subject; empty where the part is none. */
function subjectOfInner(part: MimePart): string {
  const [inner] = part.mimeType === 'message/rfc822' ? part.parts : []
  return inner ? decodeEncodedWords(headerValue(inner.headers, 'subject') ?? '') : ''
}

/** HTML as the text Exchange makes of it. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(style|script|head)\b[^]*?(?:<\/\1\s*>|$)/giu, '')
    .replace(/<br\s*\/?>/giu, '\r\n')
    .replace(/<\/(?:p|div|tr|h\d)>/giu, '\r\n')
    .replace(/<[^>]*(?:>|$)/gu, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}

/** The people of a header value; what is no address is left out, as Exchange does on import. */
export function parseAddresses(value: string): MailAddress[] {
  return parseAddressList(value) ?? []
}

function customHeaders(fields: readonly HeaderField[]): { name: string; value: string }[] {
  return fields
    .filter(({ name }) => /^x-/iu.test(name))
    .map(({ name, value }) => ({ name, value: decodeEncodedWords(value) }))
}

/** Marked as an attachment, or named. */
export function isAttached(part: MimePart): boolean {
  const disposition = headerValue(part.headers, 'content-disposition') ?? ''
  return /^\s*attachment/iu.test(disposition) || part.filename !== ''
}
