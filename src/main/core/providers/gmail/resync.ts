import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from './convert.ts'
import { readLabels } from './labels.ts'
import { listMessages, PAGE_SIZE } from './listing.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'
import { verify } from './verify.ts'

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
  yield* verify(run, [...unlisted], 'inventory')
  run.checkpoint = { ...run.checkpoint, phase: 'backfill', isResync: false }
  yield stepOf(run, { phase: 'inventory' })
}

async function* relabel(
  run: SyncRun,
  known: ReadonlySet<string>,
  unlisted: ReadonlySet<string>,
): AsyncGenerator<SyncStep> {
  const labels = await readLabels(run)
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
