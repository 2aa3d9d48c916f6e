import type { SyncContext, SyncStep } from '#core/ports/provider.ts'
import { createSyncCursor, parseSyncCursor } from './sync-cursor.ts'
import { backfill, reportIncomplete } from './backfill.ts'
import { fetchFolderTree } from './folders/fetch-folder-tree.ts'
import { poll } from './poll.ts'
import { syncNewestMessages } from './newest-messages.ts'
import {
  labelsOf,
  createSyncContext,
  createStep,
  type OutlookSession,
  type OutlookSyncContext,
} from './sync-context.ts'

/**
 * Fetches the whole mailbox, from the start or from the stored cursor: first the newest messages of
 * the inbox, then the history of every folder. A run that continues an earlier one polls first.
 */
export async function* initialSync(
  session: OutlookSession,
  context: SyncContext,
  remember: (run: OutlookSyncContext) => OutlookSyncContext,
): AsyncGenerator<SyncStep> {
  const checkpoint =
    parseSyncCursor(context.syncCursor) ??
    createSyncCursor(session.client.clock.now(), await context.hasStoredMessages())
  const run = remember(createSyncContext(session, context, checkpoint))
  session.unstoredCursor = null
  session.isInitialSync = true
  try {
    if (run.syncCursor.isRecentDone) yield* poll(run)
    else {
      yield await syncNewestMessages(run)
      await fetchFolderTree(run, 'background')
      run.syncCursor = { ...run.syncCursor, isRecentDone: true }
      yield createStep(run, { phase: 'recent', labels: labelsOf(run.syncCursor) })
    }
    yield* backfill(run)
  } finally {
    session.isInitialSync = false
  }
  reportIncomplete(run)
}
