import type { SyncStep } from '#core/ports/provider.ts'
import { fetchBacklog } from './backlog.ts'
import { compareFolders } from './compare.ts'
import { beginFolders } from './inventory.ts'
import { listAndRead, type Gate } from './list-and-read.ts'
import { lookForChanges } from './look.ts'
import { settle } from './settle.ts'
import { stepOf, type SyncRun } from './session.ts'

/** A folder that keeps expiring is left to the next run. */
const ROUNDS = 5

/**
 * Brings every folder that is not listed or not read to its end: the ids of everything into the
 * backlog, whole messages part by part, and by id what the lists missed. Changes that happen
 * meanwhile are in the folders' deltas, which began before anything was read.
 */
export async function* complete(run: SyncRun): AsyncGenerator<SyncStep> {
  const gate: Gate = { isClosed: false }
  for (let round = 1; round <= ROUNDS; round += 1) {
    yield* beginFolders(run)
    yield* withLooks(run, listAndRead(run, gate), gate)
    yield* withLooks(run, fetchBacklog(run), gate)
    yield* compareFolders(run)
    yield* settle(run, 'backfill')
    if (!isIncomplete(run)) break
  }
  yield stepOf(run, { phase: 'backfill' })
}

/** A folder that is not listed or read yet, or has to be again. */
export function isIncomplete(run: SyncRun): boolean {
  return Object.values(run.checkpoint.folders).some(
    (folder) => !folder.isListed || folder.parts.length > 0 || folder.mustCompare,
  )
}

/** Looks for changes between two steps whenever the engine says it is time. */
async function* withLooks(
  run: SyncRun,
  steps: AsyncGenerator<SyncStep>,
  gate: Gate,
): AsyncGenerator<SyncStep> {
  const look = { isDue: false }
  const arm = (): void => {
    look.isDue = false
    run.context.nextPoll().then(
      () => {
        look.isDue = true
      },
      // The run was stopped; its own requests say so.
      () => undefined,
    )
  }
  arm()
  for await (const step of steps) {
    yield step
    if (!look.isDue) continue
    gate.isClosed = true
    try {
      yield* lookForChanges(run)
    } finally {
      gate.isClosed = false
    }
    arm()
  }
}
