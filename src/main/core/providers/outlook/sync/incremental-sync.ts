import type { SyncStep } from '#core/ports/provider.ts'
import { backfill, isIncomplete, reportIncomplete } from './backfill.ts'
import { poll } from './poll.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'

/** Delta links older than this are stored even if nothing changed, so they do not expire. */
const STORE_CURSOR_EVERY_MS = 6 * 3_600_000

/**
 * Fetches what changed since the cursor, and backfills folders that are new or have to be listed
 * again. If nothing changed it yields nothing and keeps the new cursor in memory.
 */
export async function* incrementalSync(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const stored = JSON.stringify(context.syncCursor)
  if (session.unstoredCursor?.stored === stored) run.syncCursor = session.unstoredCursor.syncCursor
  const isMuch = yield* poll(run)
  if (isMuch || isIncomplete(run)) yield* backfill(run)
  const age = session.client.clock.now() - Date.parse(run.syncCursor.cursor)
  if (run.stepCount === 0 && age > STORE_CURSOR_EVERY_MS)
    yield createStep(run, { phase: 'incremental' })
  reportIncomplete(run)
  session.unstoredCursor = run.stepCount > 0 ? null : { stored, syncCursor: run.syncCursor }
}
