import type {
  Attachment,
  FileAttachment,
  Message,
  Recipient,
} from '@microsoft/microsoft-graph-types'
import type { Person } from '#shared/contract/fields.ts'
import { safeFilename } from '#core/mime/read/filenames.ts'
import { decodeHeaderValue, parseMessageIds } from '#core/mime/headers/headers.ts'
import { visibleName, withoutDirectionTricks } from '#core/mime/headers/header-text.ts'
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
const MAX_REFERENCES = 200
const MAX_HEADERS = 5000

/** What of a message decides where it stands. */
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

/** A delta item says all of it, or for some changes only what changed: then null. */
export function messageStateOf(message: Message): MessageState | null {
  const { id, conversationId, parentFolderId, receivedDateTime, isRead, isDraft, flag } = message
  if (!id || !parentFolderId || typeof isRead !== 'boolean' || typeof isDraft !== 'boolean') {
    return null
  }
  if (!flag || !conversationId) return null
  return {
    id,
    threadId: conversationId,
    folderId: parentFolderId,
    receivedAt: timeOf(receivedDateTime),
    isRead,
    isDraft,
    isFlagged: flag.flagStatus === 'flagged',
  }
}

/** Where a message stands, by its folder's role and its flags. Its one label is its folder. */
export function placementOf(
  standing: Omit<MessageState, 'threadId' | 'receivedAt'>,
  role: FolderRole,
): Placement {
  return {
    labels: [standing.folderId],
    isRead: standing.isRead,
    isStarred: standing.isFlagged,
    inInbox: role === 'inbox',
    isSent: role === 'sent',
    isDraft: standing.isDraft,
    isSpam: role === 'junk',
    isTrash: role === 'trash',
  }
}

/**
 * A Graph message, fetched with `WHOLE_MESSAGE`, as the rest of the core knows messages.
 * Throws ProviderError `server` where the answer is no whole message.
 */
export function convertMessage(
  message: Message,
  roleOf: (id: string) => FolderRole,
): IncomingMessage {
  const standing = messageStateOf(message)
  if (!standing) {
    throw new ProviderError('server', 'Outlook answered with something that is no message.')
  }
  const headers = headersOf(message)
  const content = message.body?.content ?? ''
  const isHtml = message.body?.contentType === 'html'
  const body = { html: isHtml ? content : null, text: isHtml ? null : content }
  const attachments = (message.attachments ?? []).flatMap(convertAttachment)
  const from = personOf(message.from ?? message.sender)
  return {
    providerMessageId: standing.id,
    providerThreadId: standing.threadId,
    rfcMessageId: parseMessageIds(message.internetMessageId ?? '')[0] ?? null,
    inReplyTo: parseMessageIds(valueOf(headers, 'in-reply-to'))[0] ?? null,
    references: parseMessageIds(valueOf(headers, 'references')).slice(-MAX_REFERENCES),
    from,
    replyTo: peopleOf(message.replyTo),
    to: peopleOf(message.toRecipients),
    cc: peopleOf(message.ccRecipients),
    bcc: peopleOf(message.bccRecipients),
    subject: withoutDirectionTricks(decodeHeaderValue(message.subject ?? ''))
      .replace(/\s+/gu, ' ')
      .slice(0, MAX_SUBJECT),
    snippet: snippetOf(body) || snippetOf({ html: null, text: message.bodyPreview ?? '' }),
    receivedAt: standing.receivedAt,
    // Graph does not tell a message's size; this is what of it is known.
    sizeBytes:
      Buffer.byteLength(content) + attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    placement: placementOf(standing, roleOf(standing.folderId)),
    headers,
    body,
    attachments,
    defects:
      from.email === '' && !standing.isDraft ? ['The message does not say who sent it.'] : [],
  }
}

function convertAttachment(attachment: Attachment): IncomingAttachment[] {
  const { id, name, size, isInline } = attachment
  if (!id) return []
  const isItem = kindOf(attachment) === 'item'
  const contentType = isItem
    ? 'message/rfc822'
    : (attachment.contentType ?? 'application/octet-stream').toLowerCase()
  const contentId = (attachment as FileAttachment).contentId?.replace(/^<|>$/gu, '') ?? null
  const given = name ?? ''
  return [
    {
      partId: id,
      providerAttachmentId: id,
      filename: safeFilename(
        isItem && !/\.eml$/iu.test(given) ? `${given}.eml` : given,
        contentType,
      ),
      contentType,
      sizeBytes: size ?? 0,
      contentId,
      isInline: isInline === true,
    },
  ]
}

/** A file, a message or event inside the message, or a link to a file in the cloud. */
export function kindOf(attachment: Attachment): 'file' | 'item' | 'reference' {
  const type = (attachment as Record<string, unknown>)['@odata.type']
  if (type === '#microsoft.graph.itemAttachment') return 'item'
  return type === '#microsoft.graph.referenceAttachment' ? 'reference' : 'file'
}

function headersOf(message: Message): Header[] {
  return (message.internetMessageHeaders ?? [])
    .slice(0, MAX_HEADERS)
    .flatMap(({ name, value }) =>
      name ? [{ name: name.slice(0, 200), value: decodeHeaderValue(value ?? '') }] : [],
    )
}

function valueOf(headers: readonly Header[], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
}

function peopleOf(recipients: Recipient[] | null | undefined): Person[] {
  return (recipients ?? []).flatMap((recipient) => {
    const person = personOf(recipient)
    return person.email === '' && person.name === '' ? [] : [person]
  })
}

function personOf(recipient: Recipient | null | undefined): Person {
  const email = visibleName(recipient?.emailAddress?.address ?? '').replace(/[\s<>]/gu, '')
  const name = visibleName(recipient?.emailAddress?.name ?? '').slice(0, 500)
  // Exchange repeats the address where a message gives no name.
  return {
    name: name.toLowerCase() === email.toLowerCase() ? '' : name,
    email: email.slice(0, 320),
  }
}

function timeOf(text: string | null | undefined): number {
  const time = Date.parse(text ?? '')
  return Number.isFinite(time) && time > 0 ? time : 0
}
