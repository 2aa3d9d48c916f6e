import { decodeHeaderValue, parseMessageIds } from '#core/mime/headers/header-values.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { Header, IncomingHeaders } from '#core/ports/messages.ts'
import { ProviderError, type FetchedHeaders, type MessageRef } from '#core/ports/provider.ts'
import type { BatchPartResult } from './batch-part-result.ts'

/** Waits before failed parts are requested again, in milliseconds. */
const RETRY_WAITS_MS = [2_000, 8_000]

/**
 * Fetches headers in batches. The result leaves out messages that are not found or rejected, and
 * messages that keep failing while others succeed. Throws ProviderError if no message succeeds, if
 * the provider cannot be reached, or if the sign-in is no longer valid.
 *
 * @param fetchBatch one result per message, in order
 * @param headersIn finds the header fields in what the provider sent for one message
 */
export async function fetchHeaderBatches(
  refs: readonly MessageRef[],
  deps: {
    clock: Clock
    signal: AbortSignal
    fetchBatch: (refs: readonly MessageRef[]) => Promise<BatchPartResult[]>
    headersIn: (data: unknown) => Header[]
  },
): Promise<FetchedHeaders[]> {
  const fetched: FetchedHeaders[] = []
  let remaining = refs
  let lastError: ProviderError | null = null
  for (const waitMs of [0, ...RETRY_WAITS_MS]) {
    if (remaining.length === 0) break
    if (waitMs > 0) await deps.clock.sleep(waitMs, deps.signal)
    const results = await deps.fetchBatch(remaining)
    const failed: MessageRef[] = []
    for (const [index, ref] of remaining.entries()) {
      const result = results[index]
      if (result?.ok === true) {
        const { providerMessageId } = ref
        fetched.push({ providerMessageId, headers: parseHeaders(deps.headersIn(result.data)) })
        continue
      }
      const error = result?.error ?? new ProviderError('server', 'Part of a response is missing.')
      const { kind } = error.failure
      if (kind === 'auth' || kind === 'offline') throw error
      if (kind === 'not_found' || kind === 'rejected') continue
      failed.push(ref)
      lastError = error
    }
    remaining = failed
  }
  if (fetched.length === 0 && lastError !== null) throw lastError
  return fetched
}

function parseHeaders(headers: readonly Header[]): IncomingHeaders {
  const valueOf = (name: string): string =>
    headers.find((header) => header.name.trim().toLowerCase() === name)?.value ?? ''
  return {
    inReplyTo: parseMessageIds(valueOf('in-reply-to'))[0] ?? null,
    references: parseMessageIds(valueOf('references')),
    headers: headers.map(({ name, value }) => ({ name, value: decodeHeaderValue(value) })),
  }
}
