import type { SyncStep } from '#core/ports/provider.ts'
import { pollBetweenSteps } from '../../shared/poll-between-steps.ts'
import { fetchBacklog } from './fetch-backlog.ts'
import { reconcile } from './reconcile.ts'
import { listFirstPages } from './list-message-ids.ts'
import { fetchPipeline } from './fetch-pipeline.ts'
import { poll } from './poll.ts'
import { fetchViewedBoxes } from './fetch-viewed-boxes.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'

/** A folder whose delta link keeps expiring is retried in the next sync pass. */
const MAX_REPEATS = 5

/**
 * Fetches the history of every folder that is not complete: it lists all ids into the backlog,
 * fetches full messages part by part, and fetches the rest of the backlog by id. Each folder's delta
 * begins before its messages are fetched, so it reports what changes meanwhile; a full poll of all
 * folders comes last, because only that proves that nothing is missing.
 */
export async function* backfill(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  for (let attempt = 1; attempt <= MAX_REPEATS; attempt += 1) {
    yield* listFirstPages(run)
    yield* pollBetweenSteps(run.context, fetchPipeline(run), () => pollBetweenPages(run))
    yield* pollBetweenSteps(run.context, fetchBacklog(run), () => pollBetweenPages(run))
    yield* reconcile(run)
    const isMuch = yield* poll(run, true)
    if (!isMuch && !isIncomplete(run)) break
  }
  yield createStep(run, { phase: 'backfill' })
}

/** True while a folder is not listed, not fetched or not reconciled yet. */
export function isIncomplete(run: OutlookSyncContext): boolean {
  return countIncompleteFolders(run) > 0
}

/** Reports how much is not done at the end of a run: unverified messages and incomplete folders. */
export function reportIncomplete(run: OutlookSyncContext): void {
  run.context.onIncomplete(run.syncCursor.unverified.length + countIncompleteFolders(run))
}

function countIncompleteFolders({ syncCursor: checkpoint }: OutlookSyncContext): number {
  return Object.values(checkpoint.folders).filter(
    (folder) => !folder.isListed || folder.parts.length > 0 || folder.mustCompare,
  ).length
}

/** What runs between the pages of a long backfill: a poll, and the boxes that somebody views. */
async function* pollBetweenPages(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  yield* poll(run)
  yield* fetchViewedBoxes(run)
}
