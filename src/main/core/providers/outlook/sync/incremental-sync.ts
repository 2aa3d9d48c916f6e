import type { SyncStep } from '#core/ports/provider.ts'
import { backfill, isIncomplete, tellUnanswered } from './backfill.ts'
import { poll } from './poll.ts'
import { stepOf, type OutlookSyncContext } from './sync-context.ts'

/** Links older than this are stored though nothing changed: a restart begins with fresh ones. */
const STORE_LINKS_MS = 6 * 3_600_000

/**
 * What changed since the checkpoint, new folders and folders to be listed again included. Yields
 * nothing where nothing changed, and then remembers how far it looked.
 */
export async function* incrementalSync(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const stored = JSON.stringify(context.checkpoint)
  if (session.ahead?.stored === stored) run.checkpoint = session.ahead.checkpoint
  const isMuch = yield* poll(run)
  if (isMuch || isIncomplete(run)) yield* backfill(run)
  const age = session.client.clock.now() - Date.parse(run.checkpoint.cursor)
  if (run.steps === 0 && age > STORE_LINKS_MS) yield stepOf(run, { phase: 'incremental' })
  tellUnanswered(run)
  session.ahead = run.steps > 0 ? null : { stored, checkpoint: run.checkpoint }
}
