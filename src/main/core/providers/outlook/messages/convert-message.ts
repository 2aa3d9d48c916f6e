import { fieldOf } from '#shared/domain/is-record.ts'
import type {
  Attachment,
  FileAttachment,
  Message,
  Recipient,
} from '@microsoft/microsoft-graph-types'
import type { Person } from '#shared/contract/fields.ts'
import { boundReferences } from '#shared/domain/references.ts'
import { messageFilename } from '#core/mime/read/message-filename.ts'
import { safeFilename } from '#core/mime/read/safe-filename.ts'
import { decodeHeaderValue, parseMessageIds } from '#core/mime/headers/header-values.ts'
import { cleanDisplayName, stripBidiControls } from '#core/mime/headers/header-text.ts'
import { findShownPictures, markInline } from '#core/mime/read/shown-pictures.ts'
import { snippetOf } from '#core/mime/read/snippet.ts'
import type {
  Header,
  IncomingAttachment,
  IncomingMessage,
  Placement,
} from '#core/ports/messages.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { FolderRole } from '../sync/sync-cursor.ts'

const MAX_SUBJECT = 2000
const MAX_HEADERS = 5000

/** The properties of a message that decide its placement and its order. */
export interface MessageState {
  id: string
  threadId: string
  folderId: string
  /** Epoch milliseconds. */
  receivedAt: number
  isRead: boolean
  isDraft: boolean
  isFlagged: boolean
}

/**
 * The state of a message, from a delta item or a full message. Every property but the id may be null
 * in Graph's types; null gets a default: read, not flagged, no draft, a conversation of its own.
 *
 * @param options.isWhole true for a full message, whose missing properties get defaults too
 * @returns null if there is no id, or if a delta item has only the changed properties
 */
export function messageStateOf(
  message: Message,
  options: { isWhole?: boolean } = {},
): MessageState | null {
  const { id, conversationId, parentFolderId, isRead, isDraft, flag } = message
  if (typeof id !== 'string' || id === '') return null
  const isPartial = [conversationId, parentFolderId, isRead, isDraft, flag].includes(undefined)
  if (isPartial && options.isWhole !== true) return null
  return {
    id,
    threadId: textOf(conversationId) || id,
    folderId: textOf(parentFolderId),
    receivedAt: receivedAtOf(message),
    isRead: isRead !== false,
    isDraft: isDraft === true,
    isFlagged: flag?.flagStatus === 'flagged',
  }
}

/**
 * When a message was received. Graph may send null or the year 1 (drafts, imported mail); then it is
 * the first of these that is after 1970: sentDateTime, the Date header, lastModifiedDateTime.
 *
 * @returns epoch milliseconds, 0 if no time is known
 */
function receivedAtOf(message: Message): number {
  const dateHeader = headerValueOf(convertHeaders(message), 'date')
  for (const text of [
    message.receivedDateTime,
    message.sentDateTime,
    dateHeader,
    message.lastModifiedDateTime,
  ]) {
    const time = Date.parse(textOf(text))
    if (time > 0) return time
  }
  return 0
}

/** The placement of a message, from its folder's role and its flags. Its one label is its folder. */
export function placementOf(
  state: Omit<MessageState, 'threadId' | 'receivedAt'>,
  role: FolderRole,
): Placement {
  return {
    labels: state.folderId === '' ? [] : [state.folderId],
    isRead: state.isRead,
    isStarred: state.isFlagged,
    inInbox: role === 'inbox',
    isSent: role === 'sent',
    isDraft: state.isDraft,
    isSpam: role === 'junk',
    isTrash: role === 'trash',
  }
}

/**
 * Converts a Graph message that was fetched with `FULL_MESSAGE` to the core's message type.
 * Throws ProviderError `server` if the response is not a full message.
 */
export function convertMessage(
  message: Message,
  roleOf: (id: string) => FolderRole,
): IncomingMessage {
  const state = messageStateOf(message, { isWhole: true })
  if (!state) {
    throw new ProviderError('server', 'Outlook answered with something that is no message.')
  }
  const headers = convertHeaders(message)
  const content = textOf(message.body?.content)
  const isHtml = message.body?.contentType === 'html'
  const body = { html: isHtml ? content : null, text: isHtml ? null : content }
  const listed = [
    ...(isEventMessage(message) ? [MEETING] : []),
    ...listOf(message.attachments).flatMap(convertAttachment),
  ]
  const attachments = markInline(listed, findShownPictures(body.html, listed))
  const from = convertRecipient(message.from ?? message.sender)
  return {
    providerMessageId: state.id,
    providerThreadId: state.threadId,
    rfcMessageId: parseMessageIds(textOf(message.internetMessageId))[0] ?? null,
    inReplyTo: parseMessageIds(headerValueOf(headers, 'in-reply-to'))[0] ?? null,
    references: boundReferences(parseMessageIds(headerValueOf(headers, 'references'))),
    from,
    replyTo: convertRecipients(message.replyTo),
    to: convertRecipients(message.toRecipients),
    cc: convertRecipients(message.ccRecipients),
    bcc: convertRecipients(message.bccRecipients),
    subject: stripBidiControls(decodeHeaderValue(textOf(message.subject)))
      .replace(/\s+/gu, ' ')
      .slice(0, MAX_SUBJECT),
    snippet: snippetOf(body) || snippetOf({ html: null, text: textOf(message.bodyPreview) }),
    receivedAt: state.receivedAt,
    // Graph does not send a message's size: this is the size of its body and attachments.
    sizeBytes:
      Buffer.byteLength(content) + attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    placement: placementOf(state, roleOf(state.folderId)),
    headers,
    body,
    attachments,
    defects: from.email === '' && !state.isDraft ? ['The message does not say who sent it.'] : [],
  }
}

/**
 * Exchange takes the calendar out of an invitation, a cancellation or an answer. The message's source
 * has it again.
 */
export const MEETING: IncomingAttachment = {
  partId: 'meeting',
  providerAttachmentId: null,
  filename: 'invite.ics',
  contentType: 'text/calendar',
  sizeBytes: 0,
  contentId: null,
  isInline: false,
}

/** True for `eventMessage` and the types derived from it, which Graph names in a list of messages. */
function isEventMessage(message: Message): boolean {
  const type = fieldOf(message, '@odata.type')
  return typeof type === 'string' && type.startsWith('#microsoft.graph.eventMessage')
}

function convertAttachment(attachment: Attachment): IncomingAttachment[] {
  const { id, name, size, isInline } = attachment
  if (!id) return []
  const isItem = attachmentKindOf(attachment) === 'item'
  const contentType = isItem
    ? 'message/rfc822'
    : (textOf(attachment.contentType) || 'application/octet-stream').toLowerCase()
  const contentId = textOf((attachment as FileAttachment).contentId).replace(/^<|>$/gu, '') || null
  const given = textOf(name)
  return [
    {
      partId: id,
      providerAttachmentId: id,
      // Exchange names an attached message by its subject.
      filename: isItem ? messageFilename('', given) : safeFilename(given, contentType),
      contentType,
      sizeBytes: typeof size === 'number' && size > 0 ? size : 0,
      contentId,
      isInline: isInline === true,
    },
  ]
}

/** A file, a message or event inside the message, or a link to a file in the cloud. */
export function attachmentKindOf(attachment: Attachment): 'file' | 'item' | 'reference' {
  const type = fieldOf(attachment, '@odata.type')
  if (type === '#microsoft.graph.itemAttachment') return 'item'
  return type === '#microsoft.graph.referenceAttachment' ? 'reference' : 'file'
}

function convertHeaders(message: Message): Header[] {
  return listOf(message.internetMessageHeaders)
    .slice(0, MAX_HEADERS)
    .flatMap(({ name, value }) =>
      textOf(name) === ''
        ? []
        : [{ name: textOf(name).slice(0, 200), value: decodeHeaderValue(textOf(value)) }],
    )
}

function headerValueOf(headers: readonly Header[], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
}

function convertRecipients(recipients: Recipient[] | null | undefined): Person[] {
  return listOf(recipients).flatMap((recipient) => {
    const person = convertRecipient(recipient)
    return person.email === '' && person.name === '' ? [] : [person]
  })
}

function convertRecipient(recipient: Recipient | null | undefined): Person {
  const email = cleanDisplayName(textOf(recipient?.emailAddress?.address)).replace(/[\s<>]/gu, '')
  const name = cleanDisplayName(textOf(recipient?.emailAddress?.name)).slice(0, 500)
  // Exchange sends the address as the name if a recipient has no name.
  return {
    name: name.toLowerCase() === email.toLowerCase() ? '' : name,
    email: email.slice(0, 320),
  }
}

/** The text, or an empty one if the value is not a text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The objects of a list; null and values that are not objects are left out. */
function listOf<T extends object>(list: readonly (T | null)[] | null | undefined): T[] {
  if (!Array.isArray(list)) return []
  return list.filter((entry): entry is T => typeof entry === 'object' && entry !== null)
}
