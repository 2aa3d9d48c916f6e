import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { BatchPartResult } from '../client/gmail-client.ts'
import { placementOf } from '../messages/convert-message.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

/** Waits before messages that Gmail could not tell of are asked about again. */
const RETRY_WAITS_MS = [500, 1_500, 4_000]
const MAX_WAIT_MS = 60_000

/**
 * Asks about messages that no list showed, one by one: what Gmail says it does not have is gone,
 * what it has is placed. What it cannot tell after a few tries stays in the checkpoint as
 * unverified, to be asked about at every later look. One that fails deletes nothing.
 */
export async function* verifyExistence(
  run: GmailSyncContext,
  ids: readonly string[],
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const asked = ids.slice(start, start + MAX_BATCH_PARTS)
    const { unresolved: open, ...told } = await verifyWithRetries(run, asked)
    const isTold = new Set(asked.filter((id) => !open.includes(id)))
    const unverified = new Set(run.syncCursor.unverified.filter((id) => !isTold.has(id)))
    for (const id of open) unverified.add(id)
    run.syncCursor = { ...run.syncCursor, unverified: [...unverified] }
    run.context.onWaiting(null)
    if (isTold.size > 0) yield createStep(run, { phase, ...told })
  }
}

interface VerifyResult extends Pick<SyncStep, 'deletions' | 'placements'> {
  unresolved: string[]
}

async function verifyWithRetries(
  run: GmailSyncContext,
  ids: readonly string[],
): Promise<VerifyResult> {
  const told: VerifyResult = { deletions: [], placements: [], unresolved: [...ids] }
  for (let turn = 0; ; turn += 1) {
    const waitMs = await verifyBatch(run, told)
    const pauseMs = RETRY_WAITS_MS[turn]
    if (told.unresolved.length === 0 || pauseMs === undefined) return told
    const restMs = Math.min(Math.max(pauseMs, waitMs), MAX_WAIT_MS)
    await run.session.client.clock.sleep(restMs, run.context.signal)
  }
}

/** One batch about what is open. Answers how long Gmail asks to wait. */
async function verifyBatch(run: GmailSyncContext, told: VerifyResult): Promise<number> {
  const { client } = run.session
  const asked = told.unresolved
  const units = asked.length * client.costs['messages.get']
  const spend = await client.limiter.acquire(units, fetchOptionsOf(run, 'background'))
  const outcomes = await client.batch(
    asked.map((id) => ({
      verb: 'GET' as const,
      path: `/gmail/v1/users/me/messages/${encodeURIComponent(id)}?format=minimal`,
    })),
    spend,
    run.context.signal,
  )
  told.unresolved = []
  let waitMs = 0
  for (const [index, id] of asked.entries()) {
    const answer = parseMinimalMessage(outcomes[index])
    if (answer === 'gone') told.deletions.push(id)
    else if (Array.isArray(answer)) {
      told.placements.push({ providerMessageId: id, placement: placementOf(answer) })
    } else if (answer.failure.kind === 'auth') throw answer
    else {
      told.unresolved.push(id)
      waitMs = Math.max(waitMs, answer.failure.retryAfterMs ?? 0)
    }
  }
  return waitMs
}

function parseMinimalMessage(
  outcome: BatchPartResult | undefined,
): 'gone' | string[] | ProviderError {
  const unread = new ProviderError('server', 'Gmail left out part of an answer.')
  if (!outcome) return unread
  if (!outcome.ok) return outcome.error.failure.kind === 'not_found' ? 'gone' : outcome.error
  const { data } = outcome
  if (typeof data !== 'object' || data === null) return unread
  const labelIds: unknown = 'labelIds' in data ? data.labelIds : []
  return Array.isArray(labelIds) ? labelIds.map(String) : unread
}
