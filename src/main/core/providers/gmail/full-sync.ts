import { ProviderError, type SyncContext, type SyncStep } from '#core/ports/provider.ts'
import { withLooks } from '../shared/with-looks.ts'
import { backfill } from './backfill.ts'
import { changesSince } from './changes.ts'
import { readCheckpoint, type GmailCheckpoint } from './checkpoint.ts'
import { inventory } from './inventory.ts'
import { readLabels } from './labels.ts'
import { lookAround } from './look.ts'
import { readProfile } from './profile.ts'
import { recentMail } from './recent.ts'
import { resync } from './resync.ts'
import { stepOf, type GmailSession, type SyncRun } from './session.ts'

/**
 * Everything the account has, from nothing or from where the checkpoint says. Where history stands
 * is read before anything is listed, so that no change can fall between. Ends when the backlog is
 * empty or holds only what could not be fetched this time, and with a look at what happened
 * meanwhile.
 */
export async function* fullSync(
  session: GmailSession,
  context: SyncContext,
): AsyncGenerator<SyncStep> {
  const stored = readCheckpoint(context.checkpoint)
  const run: SyncRun = { session, context, checkpoint: stored ?? (await begin(session, context)) }
  for (;;) {
    try {
      yield* phases(run)
      return
    } catch (error) {
      const isExpired = error instanceof ProviderError && error.failure.kind === 'cursor_expired'
      if (!isExpired) throw error
      run.checkpoint = await begin(session, context)
    }
  }
}

async function begin(session: GmailSession, context: SyncContext): Promise<GmailCheckpoint> {
  const options = { priority: 'user' as const, signal: context.signal }
  const [profile, known] = await Promise.all([
    readProfile(session.client, options),
    context.allKnown(),
  ])
  return {
    version: 1,
    cursor: profile.cursor,
    phase: 'recent',
    pageToken: null,
    isResync: known.size > 0,
    unverified: [],
    total: profile.messagesTotal,
  }
}

async function* phases(run: SyncRun): AsyncGenerator<SyncStep> {
  if (run.checkpoint.phase === 'recent') {
    yield* recentMail(run)
    const labels = await readLabels(run)
    run.checkpoint = { ...run.checkpoint, phase: run.checkpoint.isResync ? 'resync' : 'inventory' }
    yield stepOf(run, { phase: 'recent', labels })
  }
  if (run.checkpoint.phase === 'resync') yield* resync(run)
  if (run.checkpoint.phase === 'inventory')
    yield* withLooks(run.context, inventory(run), () => lookAround(run))
  yield* backfill(run)
  // Only a look that begins after everything was fetched can say that nothing is missing.
  yield* changesSince({ ...run, context: { ...run.context, isThorough: true } })
}
