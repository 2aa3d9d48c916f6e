import type { SyncStep } from '#core/ports/provider.ts'
import { pollBetweenSteps } from '../../shared/poll-between-steps.ts'
import { fetchBacklog } from './fetch-backlog.ts'
import { reconcile } from './reconcile.ts'
import { listFirstPages } from './list-message-ids.ts'
import { fetchPipeline } from './fetch-pipeline.ts'
import { poll } from './poll.ts'
import { fetchViewedBoxes } from './fetch-viewed-boxes.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'

/** A folder that keeps expiring is left to the next run. */
const MAX_REPEATS = 5

/**
 * Brings every folder that is not listed or not read to its end: the ids of everything into the
 * backlog, whole messages part by part, and by id what the lists missed. Changes that happen
 * meanwhile are in the folders' deltas, which began before anything was read; a look at all of them
 * comes last, because only that can say that nothing is missing.
 */
export async function* backfill(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  for (let round = 1; round <= MAX_REPEATS; round += 1) {
    yield* listFirstPages(run)
    yield* pollBetweenSteps(run.context, fetchPipeline(run), () => pollBetweenPages(run))
    yield* pollBetweenSteps(run.context, fetchBacklog(run), () => pollBetweenPages(run))
    yield* reconcile(run)
    const isMuch = yield* poll(run, true)
    if (!isMuch && !isIncomplete(run)) break
  }
  yield createStep(run, { phase: 'backfill' })
}

/** Whether a folder is not listed or read yet, or has to be again. */
export function isIncomplete(run: OutlookSyncContext): boolean {
  return countIncompleteFolders(run) > 0
}

/** Tells the engine what is still open at the end of a run. */
export function reportIncomplete(run: OutlookSyncContext): void {
  run.context.onIncomplete(run.syncCursor.unsettled.length + countIncompleteFolders(run))
}

function countIncompleteFolders({ syncCursor: checkpoint }: OutlookSyncContext): number {
  return Object.values(checkpoint.folders).filter(
    (folder) => !folder.isListed || folder.parts.length > 0 || folder.mustCompare,
  ).length
}

/** What is done about news while a long sync runs. */
async function* pollBetweenPages(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  yield* poll(run)
  yield* fetchViewedBoxes(run)
}
