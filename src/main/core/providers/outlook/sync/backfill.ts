import type { SyncStep } from '#core/ports/provider.ts'
import { pollBetweenSteps } from '../../shared/poll-between-steps.ts'
import { fetchBacklog } from './fetch-backlog.ts'
import { reconcileFolders } from './reconcile.ts'
import { listFirstPages } from './list-message-ids.ts'
import { fetchPipeline } from './fetch-pipeline.ts'
import { poll } from './poll.ts'
import { fetchViewedBoxes } from './fetch-viewed-box.ts'
import { stepOf, type OutlookSyncContext } from './sync-context.ts'

/** A folder that keeps expiring is left to the next run. */
const ROUNDS = 5

/**
 * Brings every folder that is not listed or not read to its end: the ids of everything into the
 * backlog, whole messages part by part, and by id what the lists missed. Changes that happen
 * meanwhile are in the folders' deltas, which began before anything was read; a look at all of them
 * comes last, because only that can say that nothing is missing.
 */
export async function* backfill(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    yield* listFirstPages(run)
    yield* pollBetweenSteps(run.context, fetchPipeline(run), () => look(run))
    yield* pollBetweenSteps(run.context, fetchBacklog(run), () => look(run))
    yield* reconcileFolders(run)
    const isMuch = yield* poll(run, true)
    if (!isMuch && !isIncomplete(run)) break
  }
  yield stepOf(run, { phase: 'backfill' })
}

/** Whether a folder is not listed or read yet, or has to be again. */
export function isIncomplete(run: OutlookSyncContext): boolean {
  return openFolders(run) > 0
}

/** Tells the engine what is still open at the end of a run. */
export function tellUnanswered(run: OutlookSyncContext): void {
  run.context.onIncomplete(run.checkpoint.unsettled.length + openFolders(run))
}

function openFolders({ checkpoint }: OutlookSyncContext): number {
  return Object.values(checkpoint.folders).filter(
    (folder) => !folder.isListed || folder.parts.length > 0 || folder.mustCompare,
  ).length
}

/** What is done about news while a long sync runs. */
async function* look(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  yield* poll(run)
  yield* fetchViewedBoxes(run)
}
