import type { SyncStep } from '#core/ports/provider.ts'
import { pollBetweenSteps } from '../shared/poll-between-steps.ts'
import { fetchBacklog } from './backlog.ts'
import { compareFolders } from './compare.ts'
import { beginFolders } from './inventory.ts'
import { listAndRead } from './list-and-read.ts'
import { lookForChanges } from './look.ts'
import { newestWanted } from './newest.ts'
import { stepOf, type SyncRun } from './session.ts'

/** A folder that keeps expiring is left to the next run. */
const ROUNDS = 5

/**
 * Brings every folder that is not listed or not read to its end: the ids of everything into the
 * backlog, whole messages part by part, and by id what the lists missed. Changes that happen
 * meanwhile are in the folders' deltas, which began before anything was read; a look at all of them
 * comes last, because only that can say that nothing is missing.
 */
export async function* complete(run: SyncRun): AsyncGenerator<SyncStep> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    yield* beginFolders(run)
    yield* pollBetweenSteps(run.context, listAndRead(run), () => look(run))
    yield* pollBetweenSteps(run.context, fetchBacklog(run), () => look(run))
    yield* compareFolders(run)
    const isMuch = yield* lookForChanges(run, true)
    if (!isMuch && !isIncomplete(run)) break
  }
  yield stepOf(run, { phase: 'backfill' })
}

/** Whether a folder is not listed or read yet, or has to be again. */
export function isIncomplete(run: SyncRun): boolean {
  return openFolders(run) > 0
}

/** Tells the engine what is still open at the end of a run. */
export function tellUnanswered(run: SyncRun): void {
  run.context.onUnanswered(run.checkpoint.unsettled.length + openFolders(run))
}

function openFolders({ checkpoint }: SyncRun): number {
  return Object.values(checkpoint.folders).filter(
    (folder) => !folder.isListed || folder.parts.length > 0 || folder.mustCompare,
  ).length
}

/** What is done about news while a long sync runs. */
async function* look(run: SyncRun): AsyncGenerator<SyncStep> {
  yield* lookForChanges(run)
  yield* newestWanted(run)
}
