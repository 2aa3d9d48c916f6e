import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { BatchPartResult } from '../client/gmail-client.ts'
import { placementOf } from '../messages/convert-message.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

/** Waits before failed requests for messages are retried, in milliseconds. */
const RETRY_WAITS_MS = [500, 1_500, 4_000]
const MAX_WAIT_MS = 60_000

/**
 * Requests by id, in batches, the messages that no list showed. A message that Gmail does not find
 * is deleted, one that it finds gets its current placement. One whose request still fails after a
 * few retries stays unverified in the cursor and is requested again in every later poll.
 */
export async function* verifyExistence(
  run: GmailSyncContext,
  ids: readonly string[],
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const requested = ids.slice(start, start + MAX_BATCH_PARTS)
    const { unresolved, ...changes } = await verifyWithRetries(run, requested)
    const verified = new Set(requested.filter((id) => !unresolved.includes(id)))
    const unverified = new Set(run.syncCursor.unverified.filter((id) => !verified.has(id)))
    for (const id of unresolved) unverified.add(id)
    run.syncCursor = { ...run.syncCursor, unverified: [...unverified] }
    run.context.onWaiting(null)
    if (verified.size > 0) yield createStep(run, { phase, ...changes })
  }
}

interface VerifyResult extends Pick<SyncStep, 'deletions' | 'placements'> {
  unresolved: string[]
}

async function verifyWithRetries(
  run: GmailSyncContext,
  ids: readonly string[],
): Promise<VerifyResult> {
  const result: VerifyResult = { deletions: [], placements: [], unresolved: [...ids] }
  for (let attempt = 0; ; attempt += 1) {
    const retryAfterMs = await verifyBatch(run, result)
    const retryWaitMs = RETRY_WAITS_MS[attempt]
    if (result.unresolved.length === 0 || retryWaitMs === undefined) return result
    const waitMs = Math.min(Math.max(retryWaitMs, retryAfterMs), MAX_WAIT_MS)
    await run.session.client.clock.sleep(waitMs, run.context.signal)
  }
}

/** Requests the unresolved messages in one batch. Returns Gmail's longest Retry-After, in ms. */
async function verifyBatch(run: GmailSyncContext, result: VerifyResult): Promise<number> {
  const { client } = run.session
  const requested = result.unresolved
  const units = requested.length * client.costs['messages.get']
  const spend = await client.limiter.acquire(units, fetchOptionsOf(run, 'background'))
  const responses = await client.batch(
    requested.map((id) => ({
      verb: 'GET' as const,
      path: `/gmail/v1/users/me/messages/${encodeURIComponent(id)}?format=minimal`,
    })),
    spend,
    run.context.signal,
  )
  result.unresolved = []
  let retryAfterMs = 0
  for (const [index, id] of requested.entries()) {
    const parsed = parseMinimalMessage(responses[index])
    if (parsed === 'notFound') result.deletions.push(id)
    else if (Array.isArray(parsed)) {
      result.placements.push({ providerMessageId: id, placement: placementOf(parsed) })
    } else if (parsed.failure.kind === 'auth') throw parsed
    else {
      result.unresolved.push(id)
      retryAfterMs = Math.max(retryAfterMs, parsed.failure.retryAfterMs ?? 0)
    }
  }
  return retryAfterMs
}

/** The message's label ids, or `notFound`, or the error of its request. */
function parseMinimalMessage(
  response: BatchPartResult | undefined,
): 'notFound' | string[] | ProviderError {
  const incomplete = new ProviderError('server', 'Gmail left out part of an answer.')
  if (!response) return incomplete
  if (!response.ok) return response.error.failure.kind === 'not_found' ? 'notFound' : response.error
  const { data } = response
  if (typeof data !== 'object' || data === null) return incomplete
  const labelIds: unknown = 'labelIds' in data ? data.labelIds : []
  return Array.isArray(labelIds) ? labelIds.map(String) : incomplete
}
