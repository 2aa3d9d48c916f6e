import type { gmail_v1 } from '@googleapis/gmail'
import { buildMessage, type MimePart } from '#core/mime/read/parts.ts'
import type { Header, IncomingMessage, Placement } from '#core/ports/messages.ts'
import { ProviderError } from '#core/ports/provider.ts'

/** Where a message stands, by its Gmail labels. */
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
 * A Gmail message in format `full` as the rest of the core knows messages.
 * Throws ProviderError `server` where the answer is no message.
 */
export function convertMessage(message: gmail_v1.Schema$Message): IncomingMessage {
  const { id, threadId, payload } = message
  if (!id || !threadId || !payload) {
    throw new ProviderError('server', 'Gmail answered with something that is no message.')
  }
  const headers = headersOf(payload)
  const parsed = buildMessage({
    headers,
    root: convertPart(payload, payload.mimeType?.startsWith('multipart/') ? '' : '1', 0),
    fallbackSnippet: message.snippet ?? '',
  })
  const receivedAt = Number(message.internalDate)
  return {
    ...parsed,
    providerMessageId: id,
    providerThreadId: threadId,
    receivedAt:
      Number.isSafeInteger(receivedAt) && receivedAt > 0 ? receivedAt : (parsed.date ?? 0),
    sizeBytes: message.sizeEstimate ?? 0,
    placement: placementOf(message.labelIds ?? []),
  }
}

/** Gmail's own handle of the attachment in the part with our number, or its content if inline. */
export function findPart(
  payload: gmail_v1.Schema$MessagePart,
  partId: string,
): { attachmentId: string | null; data: Uint8Array | null } | null {
  const walk = (part: MimePart): MimePart | null =>
    part.partId === partId
      ? part
      : part.children.reduce<MimePart | null>((found, child) => found ?? walk(child), null)
  const root = convertPart(payload, payload.mimeType?.startsWith('multipart/') ? '' : '1', 0)
  const found = walk(root)
  return found && { attachmentId: found.providerAttachmentId, data: found.content }
}

const MAX_DEPTH = 50

/**
 * Part numbers count from 1 by position, as in every reading of the same source, whatever Gmail
 * calls the part. A message inside a message stays one closed part.
 */
function convertPart(part: gmail_v1.Schema$MessagePart, partId: string, depth: number): MimePart {
  const contentType = (part.mimeType ?? '').toLowerCase()
  const hasChildren = contentType.startsWith('multipart/') && depth < MAX_DEPTH
  const data = part.body?.data
  return {
    partId,
    contentType,
    headers: headersOf(part),
    filename: part.filename ?? '',
    sizeBytes: part.body?.size ?? 0,
    providerAttachmentId: part.body?.attachmentId ?? null,
    content: typeof data === 'string' ? Buffer.from(data, 'base64url') : null,
    children: hasChildren
      ? (part.parts ?? []).map((child, index) =>
          convertPart(child, partId === '' ? `${index + 1}` : `${partId}.${index + 1}`, depth + 1),
        )
      : [],
  }
}

function headersOf(part: gmail_v1.Schema$MessagePart): Header[] {
  return (part.headers ?? []).flatMap(({ name, value }) =>
    typeof name === 'string' ? [{ name, value: value ?? '' }] : [],
  )
}
