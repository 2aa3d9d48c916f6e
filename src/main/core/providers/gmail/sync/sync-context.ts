import type { Logger } from '#core/ports/services.ts'
import type { SyncContext, SyncStep } from '#core/ports/provider.ts'
import type { GmailSyncCursor } from './sync-cursor.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { isMail } from '../messages/convert-message.ts'
import type { FetchOptions } from '../messages/fetch-messages.ts'

/** What the parts of a sync share for the life of one open adapter. */
export interface GmailSession {
  readonly client: GmailClient
  readonly logger: Logger
  /** Batches in flight at once during backfill. */
  readonly maxBatches: number
  /** When the list of labels was last fetched; epoch milliseconds. */
  labelsReadAt: number
}

/** One run of a sync. Its cursor advances as steps are yielded. */
export interface GmailSyncContext {
  readonly session: GmailSession
  readonly context: SyncContext
  syncCursor: GmailSyncCursor
}

/**
 * Creates a step with the given changes only, and with the run's current cursor. Items that are not
 * mail, such as chats, are moved to the deletions here, whichever request returned them.
 */
export function createStep(
  run: GmailSyncContext,
  step: Partial<SyncStep> & Pick<SyncStep, 'phase'>,
): SyncStep {
  const { upserts = [], placements = [], deletions = [] } = step
  const notMail = [...upserts, ...placements].filter(({ placement }) => !isMail(placement))
  return {
    discovered: [],
    failures: [],
    labels: null,
    total: run.syncCursor.total,
    ...step,
    upserts: upserts.filter(({ placement }) => isMail(placement)),
    placements: placements.filter(({ placement }) => isMail(placement)),
    deletions: [...deletions, ...notMail.map(({ providerMessageId }) => providerMessageId)],
    syncCursor: { ...run.syncCursor },
  }
}

export function fetchOptionsOf(
  run: GmailSyncContext,
  priority: FetchOptions['priority'],
): FetchOptions {
  const { signal } = run.context
  return { priority, signal, onWaiting: (untilMs) => run.context.onWaiting(untilMs) }
}
