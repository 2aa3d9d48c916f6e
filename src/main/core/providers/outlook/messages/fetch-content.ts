import type { Attachment, Message } from '@microsoft/microsoft-graph-types'
import { isCalendarFile } from '#shared/domain/attachment-kind.ts'
import { readSource } from '#core/mime/read/read-source.ts'
import { outerIdOf } from '#core/mime/unpack/new-parts.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef } from '#core/ports/provider.ts'
import { parseObject } from '../client/parse-page.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'
import { attachmentKindOf, convertMessage, MEETING } from './convert-message.ts'
import { attachmentPath, fetchFile } from './fetch-part.ts'
import { findWrapped } from './open-wrapped.ts'
import { FULL_MESSAGE } from './selected-fields.ts'
import { messagePath } from '../sync/message-delta.ts'
import type { FolderTreeContext } from '../sync/sync-context.ts'
import { fetchMessages } from './fetch-messages.ts'

const USER: CallOptions = { intent: 'read', priority: 'user' }

/** Fetches the current state of one message, with user priority. Throws ProviderError. */
export async function fetchMessage(
  run: FolderTreeContext,
  ref: MessageRef,
): Promise<IncomingMessage> {
  const { messages, failures } = await fetchMessages(run, [ref], 'user')
  const [message] = messages
  if (message) return message
  const [failure] = failures
  if (!failure) throw new ProviderError('not_found', 'Outlook does not have this message.')
  const { kind, message: text, retryAfterMs } = failure.error
  throw new ProviderError(kind, text, { retryAfterMs: retryAfterMs ?? undefined })
}

/** Fetches the message's MIME source, which Exchange generates. */
export function fetchRawMessage(client: GraphClient, id: string): Promise<Uint8Array> {
  return fetchFile(client, messagePath(id), USER)
}

/**
 * Fetches an attachment's bytes: the file, or the source of an attached message. A link to a file in
 * the cloud has no bytes: Graph responds with 405, and this throws `rejected`.
 */
export async function fetchAttachment(
  client: GraphClient,
  id: string,
  attachmentId: string,
): Promise<Uint8Array> {
  if (attachmentId === MEETING.partId) return fetchCalendar(client, id)
  if (outerIdOf(attachmentId) !== null) return fetchInner(client, id, attachmentId)
  const path = attachmentPath(id, attachmentId)
  try {
    return await fetchFile(client, path, USER)
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.kind !== 'rejected') throw error
    const attachment: Attachment = parseObject(
      await client.call({ method: 'GET', path: `${path}?$select=id,name` }, USER),
    )
    if (attachmentKindOf(attachment) !== 'reference') throw error
    throw new ProviderError(
      'rejected',
      'This attachment is a link to a file in the cloud. Open the message in Outlook to get it.',
      { cause: error },
    )
  }
}

/** Fetches a file that is inside another, or in the text. */
async function fetchInner(client: GraphClient, id: string, partId: string): Promise<Uint8Array> {
  const path = `${messagePath(id)}?${FULL_MESSAGE}`
  const message: Message = parseObject(await client.call({ method: 'GET', path }, USER))
  // Where the message lies is of no interest here.
  const part = await findWrapped(
    convertMessage(message, () => 'other'),
    partId,
    ({ providerAttachmentId: outer }) =>
      outer === null ? Promise.resolve(null) : fetchFile(client, attachmentPath(id, outer), USER),
  )
  if (!part?.content) throw new ProviderError('not_found', 'The message has no such attachment.')
  return part.content
}

async function fetchCalendar(client: GraphClient, id: string): Promise<Uint8Array> {
  const source = await readSource(await fetchRawMessage(client, id))
  const part = source?.message.attachments.find(isCalendarFile)
  const content = part === undefined ? null : (source?.contentOf(part.partId) ?? null)
  if (content === null) throw new ProviderError('not_found', 'The message has no calendar.')
  return content
}
