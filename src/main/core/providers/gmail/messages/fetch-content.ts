import type { gmail_v1 } from '@googleapis/gmail'
import { readSource } from '#core/mime/read/read-source.ts'
import { findPart } from '#core/mime/unpack/find-part.ts'
import type { FetchPart } from '#core/mime/unpack/open-wrappers.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { convertMessage, convertPayload } from './convert-message.ts'
import { fetchPart, wrapperFetcher } from './fetch-part.ts'

const USER = { priority: 'user' } as const

/** Fetches the current state of one message, with user priority. */
export async function fetchMessage(
  client: GmailClient,
  providerMessageId: string,
): Promise<IncomingMessage> {
  const message = await requestMessage(client, providerMessageId, 'full')
  return convertMessage(message, wrapperFetcher(client, { providerMessageId }, USER))
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
  const fetch: FetchPart = (part) => fetchPart(client, providerMessageId, part, USER)
  const part = payload ? await findPart(convertPayload(payload), partId, fetch) : null
  if (part === null) throw notFound()
  const content = part.content ?? (await fetch(part))
  return content ?? findInSource(client, providerMessageId, partId)
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
