import type { Header } from '#core/ports/messages.ts'
import type { FetchedHeaders, MessageRef } from '#core/ports/provider.ts'
import { fetchHeaderBatches } from '../../shared/fetch-headers.ts'
import { fieldOf } from '#shared/domain/is-record.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { GmailClient } from '../client/gmail-client.ts'

const HEADERS = [
  'In-Reply-To',
  'References',
  'Auto-Submitted',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Content-Type',
]
const QUERY = `format=metadata&${HEADERS.map((name) => `metadataHeaders=${name}`).join('&')}`

/** Fetches the headers of messages without their bodies (users.messages.get, format `metadata`). */
export async function fetchHeaders(
  client: GmailClient,
  refs: readonly MessageRef[],
  signal: AbortSignal,
): Promise<FetchedHeaders[]> {
  const fetched: FetchedHeaders[] = []
  for (let start = 0; start < refs.length; start += MAX_BATCH_PARTS) {
    const batch = await fetchHeaderBatches(refs.slice(start, start + MAX_BATCH_PARTS), {
      clock: client.clock,
      signal,
      headersIn,
      async fetchBatch(part) {
        const units = part.length * client.costs['messages.get']
        const granted = await client.limiter.acquire(units, { priority: 'background', signal })
        return client.batch(part.map(requestOf), granted, signal)
      },
    })
    fetched.push(...batch)
  }
  return fetched
}

function requestOf({ providerMessageId }: MessageRef) {
  const path = `/gmail/v1/users/me/messages/${encodeURIComponent(providerMessageId)}?${QUERY}`
  return { verb: 'GET' as const, path }
}

function headersIn(data: unknown): Header[] {
  const list = fieldOf(fieldOf(data, 'payload'), 'headers')
  if (!Array.isArray(list)) return []
  return (list as unknown[]).flatMap((header) => {
    const [name, value] = [fieldOf(header, 'name'), fieldOf(header, 'value')]
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : []
  })
}
