import type { SyncContext, SyncStep } from '#core/ports/provider.ts'
import { emptyCheckpoint, readCheckpoint } from './checkpoint.ts'
import { complete, tellUnanswered } from './complete.ts'
import { readFolders } from './folders.ts'
import { lookForChanges } from './look.ts'
import { recentMail } from './recent.ts'
import { labelsOf, newRun, stepOf, type OutlookSession, type SyncRun } from './session.ts'

/**
 * Everything the mailbox has, from nothing or from where the checkpoint says: first something to
 * read, then every folder to its end. A run that goes on looks at what happened meanwhile first.
 */
export async function* fullSync(
  session: OutlookSession,
  context: SyncContext,
  remember: (run: SyncRun) => SyncRun,
): AsyncGenerator<SyncStep> {
  const checkpoint =
    readCheckpoint(context.checkpoint) ??
    emptyCheckpoint(session.client.clock.now(), (await context.allKnown()).size > 0)
  const run = remember(newRun(session, context, checkpoint))
  session.ahead = null
  if (run.checkpoint.isRecentDone) yield* lookForChanges(run)
  else {
    yield await recentMail(run)
    await readFolders(run, 'background')
    run.checkpoint = { ...run.checkpoint, isRecentDone: true }
    yield stepOf(run, { phase: 'recent', labels: labelsOf(run.checkpoint) })
  }
  yield* complete(run)
  tellUnanswered(run)
}
