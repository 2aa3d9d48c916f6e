import { ProviderError, type MessageRef, type SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import type { PartOutcome } from './client.ts'
import { placementOf } from './convert.ts'
import { listLabels, listMessages, PAGE_SIZE } from './listing.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

const PLACEMENTS_PER_STEP = 1_000

/**
 * After a cursor expired: compares what is here with what Gmail has, without refetching anything.
 * Unknown messages go to the backlog; messages Gmail did not list are asked about one by one and
 * only its "not found" deletes; labels are read by listing the ids under each. Changes that happen
 * meanwhile are in the history since the cursor, which was taken before.
 */
export async function* resync(run: SyncRun): AsyncGenerator<SyncStep> {
  const known = await run.context.allKnown()
  const unlisted = new Set(known)
  let pageToken: string | null = null
  do {
    const page = await listPage(run, null, pageToken)
    for (const ref of page.refs) unlisted.delete(ref.providerMessageId)
    const missing = page.refs.filter((ref) => !known.has(ref.providerMessageId))
    if (missing.length > 0) yield stepOf(run, { phase: 'inventory', discovered: missing })
    pageToken = page.nextPageToken
  } while (pageToken !== null)

  yield* relabel(run, known, unlisted)
  yield* verify(run, [...unlisted])
  run.checkpoint = { ...run.checkpoint, phase: 'backfill', isResync: false }
  yield stepOf(run, { phase: 'inventory' })
}

async function* relabel(
  run: SyncRun,
  known: ReadonlySet<string>,
  unlisted: ReadonlySet<string>,
): AsyncGenerator<SyncStep> {
  const labels = await listLabels(run.session.client, fetchOptionsOf(run, 'background'))
  run.session.knownLabels = new Set(labels.map((label) => label.id))
  const labelIds = new Map<string, string[]>()
  for (const id of known) if (!unlisted.has(id)) labelIds.set(id, [])
  for (const label of labels) {
    let pageToken: string | null = null
    do {
      const page = await listPage(run, label.id, pageToken)
      for (const ref of page.refs) labelIds.get(ref.providerMessageId)?.push(label.id)
      pageToken = page.nextPageToken
    } while (pageToken !== null)
  }
  const placements = [...labelIds].map(([providerMessageId, ids]) => ({
    providerMessageId,
    placement: placementOf(ids),
  }))
  yield stepOf(run, { phase: 'inventory', labels })
  for (let start = 0; start < placements.length; start += PLACEMENTS_PER_STEP) {
    yield stepOf(run, {
      phase: 'inventory',
      placements: placements.slice(start, start + PLACEMENTS_PER_STEP),
    })
  }
}

/** A message that was not listed is gone only if Gmail says so about that very message. */
async function* verify(run: SyncRun, ids: readonly string[]): AsyncGenerator<SyncStep> {
  const { client } = run.session
  const options = fetchOptionsOf(run, 'background')
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const asked = ids.slice(start, start + MAX_BATCH_PARTS)
    const spend = await client.limiter.acquire(asked.length * client.costs['messages.get'], options)
    const outcomes = await client.batch(
      asked.map((id) => ({
        verb: 'GET' as const,
        path: `/gmail/v1/users/me/messages/${encodeURIComponent(id)}?format=minimal`,
      })),
      spend,
      run.context.signal,
    )
    const deletions: string[] = []
    const placements: SyncStep['placements'] = []
    const failures: SyncStep['failures'] = []
    for (const [index, id] of asked.entries()) {
      const answer = readMinimal(outcomes[index])
      if (answer === 'gone') deletions.push(id)
      else if (Array.isArray(answer)) {
        placements.push({ providerMessageId: id, placement: placementOf(answer) })
      } else if (answer.failure.kind === 'auth') throw answer
    }
    yield stepOf(run, { phase: 'inventory', deletions, placements, failures })
  }
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

async function listPage(
  run: SyncRun,
  labelId: string | null,
  pageToken: string | null,
): Promise<{ refs: MessageRef[]; nextPageToken: string | null }> {
  const page = await listMessages(
    run.session.client,
    {
      maxResults: PAGE_SIZE,
      pageToken,
      since: run.context.since,
      ...(labelId === null ? {} : { labelId }),
    },
    fetchOptionsOf(run, 'background'),
  )
  run.context.onWaiting(null)
  return page
}
