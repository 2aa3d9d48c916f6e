import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import type { PartOutcome } from './client.ts'
import { placementOf } from './convert.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

/** Waits before messages that Gmail could not tell of are asked about again. */
const REPEAT_WAITS_MS = [500, 1_500, 4_000]
const LONGEST_WAIT_MS = 60_000

/**
 * Asks about messages that no list showed, one by one: what Gmail says it does not have is gone,
 * what it has is placed. What it cannot tell after a few tries stays in the checkpoint as
 * unverified, to be asked about at every later look. One that fails deletes nothing.
 */
export async function* verify(
  run: SyncRun,
  ids: readonly string[],
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const asked = ids.slice(start, start + MAX_BATCH_PARTS)
    const { open, ...told } = await askRepeatedly(run, asked)
    const isTold = new Set(asked.filter((id) => !open.includes(id)))
    const unverified = new Set(run.checkpoint.unverified.filter((id) => !isTold.has(id)))
    for (const id of open) unverified.add(id)
    run.checkpoint = { ...run.checkpoint, unverified: [...unverified] }
    run.context.onWaiting(null)
    if (isTold.size > 0) yield stepOf(run, { phase, ...told })
  }
}

interface Told extends Pick<SyncStep, 'deletions' | 'placements'> {
  open: string[]
}

async function askRepeatedly(run: SyncRun, ids: readonly string[]): Promise<Told> {
  const told: Told = { deletions: [], placements: [], open: [...ids] }
  for (let turn = 0; ; turn += 1) {
    const waitMs = await ask(run, told)
    const pauseMs = REPEAT_WAITS_MS[turn]
    if (told.open.length === 0 || pauseMs === undefined) return told
    const restMs = Math.min(Math.max(pauseMs, waitMs), LONGEST_WAIT_MS)
    await run.session.client.clock.sleep(restMs, run.context.signal)
  }
}

/** One batch about what is open. Answers how long Gmail asks to wait. */
async function ask(run: SyncRun, told: Told): Promise<number> {
  const { client } = run.session
  const asked = told.open
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
  told.open = []
  let waitMs = 0
  for (const [index, id] of asked.entries()) {
    const answer = readMinimal(outcomes[index])
    if (answer === 'gone') told.deletions.push(id)
    else if (Array.isArray(answer)) {
      told.placements.push({ providerMessageId: id, placement: placementOf(answer) })
    } else if (answer.failure.kind === 'auth') throw answer
    else {
      told.open.push(id)
      waitMs = Math.max(waitMs, answer.failure.retryAfterMs ?? 0)
    }
  }
  return waitMs
}

function readMinimal(outcome: PartOutcome | undefined): 'gone' | string[] | ProviderError {
  const unread = new ProviderError('server', 'Gmail left out part of an answer.')
  if (!outcome) return unread
  if (!outcome.ok) return outcome.error.failure.kind === 'not_found' ? 'gone' : outcome.error
  const { data } = outcome
  if (typeof data !== 'object' || data === null) return unread
  const labelIds: unknown = 'labelIds' in data ? data.labelIds : []
  return Array.isArray(labelIds) ? labelIds.map(String) : unread
}
