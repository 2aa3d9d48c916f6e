import type { MimePart } from '#core/mime/read/parsed-message.ts'
import type { FetchPart } from '#core/mime/unpack/open-wrappers.ts'
import { ProviderError, type MessageRef } from '#core/ports/provider.ts'
import type { CallOptions, GmailClient } from '../client/gmail-client.ts'
import { isFailureOfOne } from '../../shared/request-error.ts'

type FetchOptions = Pick<CallOptions, 'priority' | 'signal' | 'onWaiting'>

/**
 * Fetches the content of a part that Gmail did not send with its message, on the account's quota.
 * Null where Gmail has no handle for it.
 */
export async function fetchPart(
  client: GmailClient,
  messageId: string,
  { providerAttachmentId: id }: MimePart,
  options: FetchOptions,
): Promise<Uint8Array | null> {
  if (id === null) return null
  const { data } = await client.call(
    { method: 'messages.attachments.get', intent: 'read', ...options },
    (api, request) => api.users.messages.attachments.get({ userId: 'me', messageId, id }, request),
  )
  if (typeof data !== 'string') {
    throw new ProviderError('server', 'Gmail sent an attachment without its content.')
  }
  return Buffer.from(data, 'base64url')
}

/**
 * Fetches the wrappers of one message. One that Gmail refuses or fails on is given up, so that its
 * message is not; what stops all requests stops this one too, and the message is fetched again.
 */
export function wrapperFetcher(
  client: GmailClient,
  { providerMessageId }: Pick<MessageRef, 'providerMessageId'>,
  options: FetchOptions,
): FetchPart {
  return async (part) => {
    try {
      return await fetchPart(client, providerMessageId, part, options)
    } catch (error) {
      if (isFailureOfOne(error)) return null
      throw error
    }
  }
}
