import { ProviderError, type SyncContext, type SyncStep } from '#core/ports/provider.ts'
import { pollBetweenSteps } from '../../shared/poll-between-steps.ts'
import { backfill } from './backfill.ts'
import { incrementalSync } from './incremental-sync.ts'
import { parseSyncCursor, type GmailSyncCursor } from './sync-cursor.ts'
import { listMessageIds } from './list-message-ids.ts'
import { fetchLabels } from './labels.ts'
import { poll } from './poll.ts'
import { fetchProfile } from '../fetch-profile.ts'
import { syncNewestMessages } from './newest-messages.ts'
import { reconcile } from './reconcile.ts'
import { createStep, type GmailSession, type GmailSyncContext } from './sync-context.ts'

/**
 * Fetches the whole account, from the start or from the stored cursor. The current historyId is
 * fetched before anything is listed, so that no change in between is missed. Ends when the backlog
 * is empty or holds only messages that failed in this run, and after a last poll.
 */
export async function* initialSync(
  session: GmailSession,
  context: SyncContext,
): AsyncGenerator<SyncStep> {
  const stored = parseSyncCursor(context.syncCursor)
  const run: GmailSyncContext = {
    session,
    context,
    syncCursor: stored ?? (await createSyncCursor(session, context)),
  }
  for (;;) {
    try {
      yield* runPhases(run)
      return
    } catch (error) {
      const isExpired = error instanceof ProviderError && error.failure.kind === 'cursor_expired'
      if (!isExpired) throw error
      run.syncCursor = await createSyncCursor(session, context)
    }
  }
}

async function createSyncCursor(
  session: GmailSession,
  context: SyncContext,
): Promise<GmailSyncCursor> {
  const options = { priority: 'user' as const, signal: context.signal }
  const [profile, isResync] = await Promise.all([
    fetchProfile(session.client, options),
    context.hasStoredMessages(),
  ])
  return {
    version: 1,
    cursor: profile.cursor,
    phase: 'recent',
    pageToken: null,
    isResync,
    unverified: [],
    total: profile.messagesTotal,
  }
}

async function* runPhases(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  if (run.syncCursor.phase === 'recent') {
    yield* syncNewestMessages(run)
    const labels = await fetchLabels(run)
    run.syncCursor = { ...run.syncCursor, phase: run.syncCursor.isResync ? 'resync' : 'inventory' }
    yield createStep(run, { phase: 'recent', labels })
  }
  if (run.syncCursor.phase === 'resync') yield* reconcile(run)
  if (run.syncCursor.phase === 'inventory')
    yield* pollBetweenSteps(run.context, listMessageIds(run), () => poll(run))
  yield* backfill(run)
  // Only a poll that begins after everything was fetched proves that nothing is missing.
  yield* incrementalSync({ ...run, context: { ...run.context, isFullPoll: true } })
}
