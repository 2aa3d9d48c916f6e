import type { gmail_v1 } from '@googleapis/gmail'
import type { Placement } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef, type SyncStep } from '#core/ports/provider.ts'
import { placementOf } from './convert.ts'
import { fetchRefs } from './fetch-messages.ts'
import { readHistory, type HistoryPage } from './history.ts'
import { lookAtLabels, withNames } from './labels.ts'
import { wantedOf } from './reach.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'
import { verify } from './verify.ts'

/** Up to so many new messages are fetched ahead of background work. */
const FEW = 50

/**
 * What changed since the checkpoint's cursor, messages that could not be verified earlier, and the
 * labels where they are due. Yields nothing where nothing changed: one request of 2 units.
 * Throws ProviderError `cursor_expired` where Gmail no longer knows.
 */
export async function* changesSince(run: SyncRun): AsyncGenerator<SyncStep> {
  yield* historySince(run)
  if (run.checkpoint.unverified.length > 0) {
    yield* verify(run, run.checkpoint.unverified, 'incremental')
  }
  yield* lookAtLabels(run)
  run.context.onUnanswered(run.checkpoint.unverified.length)
}

/** What history tells, a page a step, each moving the cursor on. */
async function* historySince(run: SyncRun): AsyncGenerator<SyncStep> {
  const from = run.checkpoint.cursor
  let pageToken: string | null = null
  do {
    const page: HistoryPage = await readHistory(
      run.session.client,
      from,
      pageToken,
      fetchOptionsOf(run, 'user'),
    )
    if (page.isEmpty && page.cursor === run.checkpoint.cursor) return
    const step = await stepOfPage(run, page)
    run.checkpoint = { ...run.checkpoint, cursor: page.cursor }
    yield { ...step, checkpoint: { ...run.checkpoint } }
    pageToken = page.nextPageToken
  } while (pageToken !== null)
}

async function stepOfPage(run: SyncRun, page: HistoryPage): Promise<SyncStep> {
  const priority = page.added.size <= FEW ? 'user' : 'background'
  const options = fetchOptionsOf(run, priority)
  const known = await run.context.known([...page.added.keys()])
  const missing: MessageRef[] = [...page.added.values()].filter(
    (ref) => !known.has(ref.providerMessageId),
  )
  const fetched = await fetchRefs(run.session.client, missing, options)
  const wanted = wantedOf(run, fetched)

  const placements = new Map<string, Placement>()
  for (const id of known) {
    const labelIds = page.added.get(id)?.labelIds
    if (labelIds) placements.set(id, placementOf(labelIds))
  }
  const isFetched = new Set(missing.map((ref) => ref.providerMessageId))
  const gone = new Set<string>()
  for (const [id, labelIds] of page.relabelled) {
    if (isFetched.has(id)) continue
    const labels = labelIds ?? (await currentLabels(run, id))
    if (labels === null) gone.add(id)
    else placements.set(id, placementOf(labels))
  }
  run.context.onWaiting(null)
  const step = stepOf(run, {
    phase: 'incremental',
    upserts: wanted.upserts,
    placements: [...placements].map(([providerMessageId, placement]) => ({
      providerMessageId,
      placement,
    })),
    deletions: [...page.deleted, ...gone, ...wanted.deletions],
    failures: fetched.failures,
  })
  return withNames(run, step)
}

/** Asks for a message's labels where history left them out; null where it is gone. */
async function currentLabels(run: SyncRun, id: string): Promise<string[] | null> {
  try {
    const data: gmail_v1.Schema$Message = await run.session.client.call(
      { method: 'messages.get', intent: 'read', ...fetchOptionsOf(run, 'background') },
      (api, request) => api.users.messages.get({ userId: 'me', id, format: 'minimal' }, request),
    )
    return data.labelIds ?? []
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === 'not_found') return null
    throw error
  }
}
