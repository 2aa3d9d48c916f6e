import type { FetchPart } from '#core/mime/unpack/open-wrappers.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'
import { isFailureOfOne } from '../../shared/request-error.ts'
import { messagePath } from '../sync/message-delta.ts'
import { readOptionsOf, type FolderTreeContext } from '../sync/sync-context.ts'

/** The path of one attachment of a message. */
export function attachmentPath(messageId: string, attachmentId: string): string {
  return `${messagePath(messageId)}/attachments/${encodeURIComponent(attachmentId)}`
}

/** Fetches a file as it is. */
export async function fetchFile(
  client: GraphClient,
  path: string,
  options: CallOptions,
): Promise<Uint8Array> {
  const data = await client.call({ method: 'GET', path: `${path}/$value`, isFile: true }, options)
  if (data instanceof Uint8Array) return data
  throw new ProviderError('server', 'Outlook sent a file without its content.')
}

/**
 * Fetches the wrappers of one message. One that Graph refuses or fails on is given up, so that its
 * message is not; what stops all requests stops this one too, and the message is fetched again.
 */
export function wrapperFetcher(
  run: FolderTreeContext,
  messageId: string,
  priority: CallOptions['priority'],
): FetchPart {
  return async ({ providerAttachmentId: id }) => {
    if (id === null) return null
    try {
      const options = readOptionsOf(run, priority)
      return await fetchFile(run.session.client, attachmentPath(messageId, id), options)
    } catch (error) {
      if (isFailureOfOne(error)) return null
      throw error
    }
  }
}
