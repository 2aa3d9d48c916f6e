import type { SyncStep } from '#core/ports/provider.ts'
import { backfill, isIncomplete, reportIncomplete } from './backfill.ts'
import { poll } from './poll.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'

/** Links older than this are stored though nothing changed: a restart begins with fresh ones. */
const STORE_CURSOR_EVERY_MS = 6 * 3_600_000

/**
 * What changed since the checkpoint, new folders and folders to be listed again included. Yields
 * nothing where nothing changed, and then remembers how far it looked.
 */
export async function* incrementalSync(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const stored = JSON.stringify(context.checkpoint)
  if (session.unstoredCursor?.stored === stored) run.syncCursor = session.unstoredCursor.syncCursor
  const isMuch = yield* poll(run)
  if (isMuch || isIncomplete(run)) yield* backfill(run)
  const age = session.client.clock.now() - Date.parse(run.syncCursor.cursor)
  if (run.stepCount === 0 && age > STORE_CURSOR_EVERY_MS)
    yield createStep(run, { phase: 'incremental' })
  reportIncomplete(run)
  session.unstoredCursor = run.stepCount > 0 ? null : { stored, syncCursor: run.syncCursor }
}
