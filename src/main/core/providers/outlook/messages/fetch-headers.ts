import type { Header } from '#core/ports/messages.ts'
import type { FetchedHeaders, MessageRef } from '#core/ports/provider.ts'
import { fetchHeaderBatches } from '../../shared/fetch-headers.ts'
import { fieldOf } from '#shared/domain/is-record.ts'
import type { GraphClient } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'

/**
 * Fetches the headers of messages without their bodies. Graph returns `internetMessageHeaders` only
 * if it is selected, and null for messages that were never delivered (drafts, sent copies).
 */
export async function fetchHeaders(
  client: GraphClient,
  refs: readonly MessageRef[],
  signal: AbortSignal,
): Promise<FetchedHeaders[]> {
  return fetchHeaderBatches(refs, {
    clock: client.clock,
    signal,
    headersIn,
    fetchBatch: (part) =>
      client.batch(
        part.map(({ providerMessageId }) => ({
          method: 'GET' as const,
          path: `${messagePath(providerMessageId)}?$select=id,internetMessageHeaders`,
        })),
        { intent: 'read', priority: 'background', signal },
      ),
  })
}

function headersIn(data: unknown): Header[] {
  const list = fieldOf(data, 'internetMessageHeaders')
  if (!Array.isArray(list)) return []
  return (list as unknown[]).flatMap((header) => {
    const [name, value] = [fieldOf(header, 'name'), fieldOf(header, 'value')]
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : []
  })
}
