import type { gmail_v1 } from '@googleapis/gmail'
import { decodeHeaderValue } from '#core/mime/headers/header-values.ts'
import { MAX_DEPTH } from '#core/mime/read/choose-body.ts'
import { isMessageType, messageFilename } from '#core/mime/read/message-filename.ts'
import { buildParsedMessage, type MimePart } from '#core/mime/read/parsed-message.ts'
import { openWrappers, type FetchPart } from '#core/mime/unpack/open-wrappers.ts'
import type { Header, IncomingMessage, Placement } from '#core/ports/messages.ts'
import { ProviderError } from '#core/ports/provider.ts'

/** The label of Google Chat messages, which the API lists among mail. */
const CHAT = 'CHAT'

/** True for mail. Google's chat messages are not mail and are left out everywhere. */
export function isMail({ labels }: Pick<Placement, 'labels'>): boolean {
  return !labels.includes(CHAT)
}

/** The thread id, or null if Gmail sent none: the message is then a conversation of its own. */
export function threadIdOf({ threadId }: gmail_v1.Schema$Message): string | null {
  return typeof threadId === 'string' && threadId !== '' ? threadId : null
}

/** The label ids of a message; an empty list if Gmail sent none. */
export function labelIdsOf({ labelIds }: gmail_v1.Schema$Message): string[] {
  return Array.isArray(labelIds) ? labelIds.filter((label) => typeof label === 'string') : []
}

/** The placement of a message, from its Gmail labels. */
export function placementOf(labelIds: readonly string[]): Placement {
  const has = new Set(labelIds)
  return {
    labels: [...has],
    isRead: !has.has('UNREAD'),
    isStarred: has.has('STARRED'),
    inInbox: has.has('INBOX'),
    isSent: has.has('SENT'),
    isDraft: has.has('DRAFT'),
    isSpam: has.has('SPAM'),
    isTrash: has.has('TRASH'),
  }
}

/**
 * Converts a Gmail message in format `full` to the core's message type. Parts that wrap others are
 * opened, for which `fetch` gets those that Gmail left out.
 * Throws ProviderError `server` if the response is not a message, and what `fetch` throws.
 */
export async function convertMessage(
  message: gmail_v1.Schema$Message,
  fetch: FetchPart,
): Promise<IncomingMessage> {
  const { id } = message
  if (typeof id !== 'string' || id === '') {
    throw new ProviderError('server', 'Gmail answered with something that is no message.')
  }
  // Any other field may be null in Gmail's types; the message is kept with defaults for those.
  const payload = typeof message.payload === 'object' ? (message.payload ?? {}) : {}
  const tree = convertPayload(payload)
  const { root, defects } = await openWrappers(tree, fetch)
  const parsed = buildParsedMessage({
    headers: headersOf(payload),
    root,
    defects,
    // Of what was wrapped, Gmail's own has the armour.
    fallbackSnippet: root === tree && typeof message.snippet === 'string' ? message.snippet : '',
  })
  const receivedAt = Number(message.internalDate)
  return {
    ...parsed,
    providerMessageId: id,
    providerThreadId: threadIdOf(message) ?? id,
    receivedAt:
      Number.isSafeInteger(receivedAt) && receivedAt > 0 ? receivedAt : (parsed.date ?? 0),
    sizeBytes: typeof message.sizeEstimate === 'number' ? message.sizeEstimate : 0,
    placement: placementOf(labelIdsOf(message)),
  }
}

/** A message's tree of parts, as Gmail sent it. */
export function convertPayload(payload: gmail_v1.Schema$MessagePart): MimePart {
  return convertPart(payload, mimeTypeOf(payload).startsWith('multipart/') ? '' : '1', 0)
}

/**
 * Part numbers count from 1 by position, so that they are stable; Gmail's own part
 * ids are not used. A message inside a message stays one part without children.
 */
function convertPart(part: gmail_v1.Schema$MessagePart, partId: string, depth: number): MimePart {
  const contentType = mimeTypeOf(part)
  // One level more than is opened, so that chooseBody can say that there is more.
  const hasChildren = contentType.startsWith('multipart/') && depth <= MAX_DEPTH
  const data = part.body?.data
  return {
    partId,
    contentType,
    headers: headersOf(part),
    filename: filenameOf(part, contentType),
    sizeBytes: typeof part.body?.size === 'number' ? part.body.size : 0,
    providerAttachmentId: part.body?.attachmentId ?? null,
    content: typeof data === 'string' ? Buffer.from(data, 'base64url') : null,
    children: hasChildren
      ? objectsIn(part.parts).map((child, index) =>
          convertPart(child, partId === '' ? `${index + 1}` : `${partId}.${index + 1}`, depth + 1),
        )
      : [],
  }
}

/** The name the part declares. A message inside is its part's one child, and named after it. */
function filenameOf(part: gmail_v1.Schema$MessagePart, contentType: string): string {
  const declared = typeof part.filename === 'string' ? part.filename : ''
  if (!isMessageType(contentType)) return declared
  const [inner] = objectsIn(part.parts)
  const subject = headersOf(inner ?? {}).find(({ name }) => name.toLowerCase() === 'subject')
  return messageFilename(declared, decodeHeaderValue(subject?.value ?? ''))
}

function headersOf(part: gmail_v1.Schema$MessagePart): Header[] {
  return objectsIn(part.headers).flatMap(({ name, value }) =>
    typeof name === 'string' ? [{ name, value: typeof value === 'string' ? value : '' }] : [],
  )
}

function mimeTypeOf({ mimeType }: gmail_v1.Schema$MessagePart): string {
  return typeof mimeType === 'string' ? mimeType.toLowerCase() : ''
}

/** The objects of a list; null and values that are not objects are left out. */
function objectsIn<T extends object>(list: readonly (T | null)[] | null | undefined): T[] {
  if (!Array.isArray(list)) return []
  return list.filter((entry): entry is T => typeof entry === 'object' && entry !== null)
}
