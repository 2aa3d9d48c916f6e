import type { Message, Recipient } from '@microsoft/microsoft-graph-types'
import { decodeEncodedWords } from '../../../mail/mime/encoded-words.ts'
import { headerValue } from '../../../mail/mime/headers.ts'
import type { MimePart } from '../../../mail/mime/parse-mime.ts'
import { parseMessageIds } from '../../../mail/mime/subject-and-references.ts'
import {
  contentOf,
  fileOf,
  isAttached,
  parseAddresses,
  textOfHtml,
  type DraftContent,
  type DraftFile,
} from '../../mail-store/draft.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import { messageIdFor, type GraphCall } from '../request/graph-call.ts'
import { parseExtendedPropertyIds, type Expansion } from '../request/odata-options.ts'
import { attachmentResource } from './attachment-resource.ts'

export const MESSAGE_TYPE = 'microsoft.graph.message'

/** One value of the message resource. Values are made only where they were asked for. */
type Value<T = unknown> = (call: GraphCall, message: StoredMessage) => T
/** The values have Graph's own names and types. */
type Values = { [Name in keyof Message]?: Value<Message[Name]> }

const recipient = (person: { name: string; email: string }): Recipient => ({
  emailAddress: { name: person.name === '' ? person.email : person.name, address: person.email },
})
const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z')

function headerOf(call: GraphCall, message: StoredMessage, name: string): string {
  return headerValue(call.mailbox.headers(message), name) ?? ''
}

function people(name: 'to' | 'cc' | 'bcc' | 'replyTo', header: string): Value<Recipient[]> {
  return (call, message) =>
    (message.content.kind === 'draft'
      ? message.content.draft[name]
      : parseAddresses(headerOf(call, message, header))
    ).map(recipient)
}

const sender: Value<Recipient | null> = (call, message) => {
  const { content } = message
  const owner = { name: call.mailbox.displayName, email: call.mailbox.email }
  if (content.kind === 'draft') return recipient(content.draft.from ?? owner)
  const from = parseAddresses(headerOf(call, message, 'from'))[0]
  return from ? recipient(from) : null
}

/** The body Outlook shows, in the type that was preferred. */
function bodyOf(call: GraphCall, message: StoredMessage): DraftContent['body'] {
  const { content } = message
  const body =
    content.kind === 'draft' ? content.draft.body : contentOf(call.mailbox.parsed(message)).body
  const wanted = call.preferences.bodyType
  if (wanted === 'text' && body.contentType === 'html')
    return { contentType: 'text', content: textOfHtml(body.content) }
  if (wanted === 'html' && body.contentType === 'text')
    return { contentType: 'html', content: htmlOfText(body.content) }
  return body
}

function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="PlainText">${escaped.replace(/\r?\n/gu, '<br>\r\n')}</div></body></html>`
}

/** A message's files, a draft's included, and the links to files in the cloud after them. */
export function filesOf(call: GraphCall, message: StoredMessage): DraftFile[] {
  const { content } = message
  const files =
    content.kind === 'draft'
      ? content.draft.files
      : contentOf(call.mailbox.parsed(message)).files.map((part, at) => fileOf(part, at + 1))
  return [...files, ...message.links.map(linkOf)]
}

/** Numbers of links are out of the way of files'. */
const FIRST_LINK = 10_000

function linkOf(name: string, index: number): DraftFile {
  return {
    number: FIRST_LINK + index,
    name,
    contentType: '',
    content: Buffer.alloc(0),
    isInline: false,
    contentId: null,
    isLink: true,
  }
}

const subject: Value<string> = (call, message) =>
  message.content.kind === 'draft'
    ? message.content.draft.subject
    : decodeEncodedWords(headerOf(call, message, 'subject'))

/** What an answer holds where nothing was selected. */
const DEFAULT_VALUES = {
  id: messageIdFor,
  createdDateTime: (_call, message) => iso(message.createdAt),
  lastModifiedDateTime: (_call, message) => iso(message.modifiedAt),
  changeKey: (_call, message) => changeKeyOf(message),
  categories: (_call, message) => [...message.categories],
  receivedDateTime: (_call, message) => iso(message.receivedAt),
  sentDateTime: (_call, message) => iso(message.sentAt),
  hasAttachments: (call, message) => filesOf(call, message).some(({ isInline }) => !isInline),
  internetMessageId: (call, message) =>
    parseMessageIds(headerOf(call, message, 'message-id'))[0] ?? null,
  subject,
  bodyPreview: (call, message) => {
    const { contentType, content } = bodyOf(call, message)
    const text = contentType === 'html' ? textOfHtml(content) : content
    return text.trim().slice(0, 255)
  },
  importance: (_call, message) => message.importance,
  parentFolderId: (_call, message) => message.folderId,
  conversationId: (call, message) => call.mailbox.ids.conversationIdOf(message.conversation),
  conversationIndex: (_call, message) =>
    Buffer.from(`index.${message.conversation}.${message.row}`).toString('base64'),
  isDeliveryReceiptRequested: () => false,
  isReadReceiptRequested: () => false,
  isRead: (_call, message) => message.isRead,
  isDraft: (_call, message) => message.content.kind === 'draft',
  webLink: (call, message) =>
    `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(call.mailbox.ids.idOf('default', message.row, message.place))}&exvsurl=1&viewmodel=ReadMessageItem`,
  inferenceClassification: (_call, message) => message.inference,
  body: bodyOf,
  sender,
  from: sender,
  toRecipients: people('to', 'to'),
  ccRecipients: people('cc', 'cc'),
  bccRecipients: people('bcc', 'bcc'),
  replyTo: people('replyTo', 'reply-to'),
  flag: (_call, message) => ({ flagStatus: message.flag }),
} satisfies Values

/** What is answered only where it was selected. */
const SELECTED_VALUES = {
  internetMessageHeaders: (call, message) =>
    call.mailbox
      .headers(message)
      .map(({ name, value }) => ({ name, value: decodeEncodedWords(value) })),
  uniqueBody: bodyOf,
} satisfies Values

const VALUES: ReadonlyMap<string, Value> = new Map(
  Object.entries<Value>({ ...DEFAULT_VALUES, ...SELECTED_VALUES }),
)

export const MESSAGE_FIELDS: ReadonlySet<string> = new Set(VALUES.keys())
const DEFAULT_FIELDS = Object.keys(DEFAULT_VALUES)

/** The message resource: id and etag always, then what was selected. */
export function messageResource(
  call: GraphCall,
  message: StoredMessage,
  select: Iterable<string> | null,
  expand: readonly Expansion[] = [],
): Record<string, unknown> {
  const view: Record<string, unknown> = {
    ...(isEventMessage(call, message) ? { '@odata.type': '#microsoft.graph.eventMessage' } : {}),
    '@odata.etag': `W/"${changeKeyOf(message)}"`,
    id: messageIdFor(call, message),
  }
  for (const name of select ?? DEFAULT_FIELDS) view[name] = VALUES.get(name)?.(call, message)
  for (const { name, filter, select: nested } of expand)
    if (name === 'attachments')
      view['attachments'] = filesOf(call, message).map((file) =>
        attachmentResource(call, message, file, nested),
      )
    else {
      const wanted = parseExtendedPropertyIds(filter)
      const found = [...message.extended].filter(([id]) =>
        wanted.some((asked) => asked.toLowerCase() === id.toLowerCase()),
      )
      // Graph leaves the collection out altogether where the message has none of them.
      if (found.length > 0)
        view['singleValueExtendedProperties'] = found.map(([id, value]) => ({ id, value }))
    }
  return view
}

/** A calendar beside the text makes a message one of a meeting; as a file it is a file. */
function isEventMessage(call: GraphCall, message: StoredMessage): boolean {
  const hasCalendar = (part: MimePart): boolean =>
    part.mimeType === 'text/calendar'
      ? !isAttached(part)
      : part.mimeType.startsWith('multipart/') && part.parts.some(hasCalendar)
  return message.content.kind === 'stored' && hasCalendar(call.mailbox.parsed(message))
}

function changeKeyOf(message: StoredMessage): string {
  return Buffer.from(`CQAAABYA${message.row}.${message.version}`).toString('base64')
}
