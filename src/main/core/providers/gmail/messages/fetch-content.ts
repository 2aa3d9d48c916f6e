import type { gmail_v1 } from '@googleapis/gmail'
import { readSource } from '#core/mime/read/read-source.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { convertMessage, findPart } from './convert-message.ts'

/** Fetches the current state of one message, with user priority. */
export async function fetchMessage(
  client: GmailClient,
  providerMessageId: string,
): Promise<IncomingMessage> {
  return convertMessage(await requestMessage(client, providerMessageId, 'full'))
}

/** Fetches the message's MIME source as Gmail stores it. */
export async function fetchRawMessage(
  client: GmailClient,
  providerMessageId: string,
): Promise<Uint8Array> {
  const { raw } = await requestMessage(client, providerMessageId, 'raw')
  if (!raw) throw new ProviderError('server', 'Gmail sent a message without its source.')
  return Buffer.from(raw, 'base64url')
}

/**
 * Fetches an attachment by our part number. Gmail's attachment id changes with every fetch of the
 * message, so the message is fetched first. Throws ProviderError `not_found` if there is no such part.
 */
export async function fetchAttachment(
  client: GmailClient,
  providerMessageId: string,
  partId: string,
): Promise<Uint8Array> {
  const { payload } = await requestMessage(client, providerMessageId, 'full')
  const part = payload ? findPart(payload, partId) : null
  if (part?.data) return part.data
  if (part === null) throw notFound()
  const { attachmentId } = part
  if (attachmentId === null) return findInSource(client, providerMessageId, partId)
  const { data } = await client.call(
    { method: 'messages.attachments.get', intent: 'read', priority: 'user' },
    (api, request) =>
      api.users.messages.attachments.get(
        { userId: 'me', messageId: providerMessageId, id: attachmentId },
        request,
      ),
  )
  if (typeof data !== 'string') {
    throw new ProviderError('server', 'Gmail sent an attachment without its content.')
  }
  return Buffer.from(data, 'base64url')
}

/** Of a message inside, Gmail may send the parts alone, without a handle for its source. */
async function findInSource(
  client: GmailClient,
  providerMessageId: string,
  partId: string,
): Promise<Uint8Array> {
  const source = await readSource(await fetchRawMessage(client, providerMessageId))
  const content = source?.contentOf(partId) ?? null
  if (content === null) throw notFound()
  return content
}

function notFound(): ProviderError {
  return new ProviderError('not_found', 'The message has no such attachment.')
}

function requestMessage(
  client: GmailClient,
  id: string,
  format: 'full' | 'raw',
): Promise<gmail_v1.Schema$Message> {
  return client.call({ method: 'messages.get', intent: 'read', priority: 'user' }, (api, request) =>
    api.users.messages.get({ userId: 'me', id, format }, request),
  )
}
