import type { AccountStatus, OutboxState } from './contract/enums.ts'
import type { WaitingFor } from './contract/system.ts'
import type { ErrorBody } from './errors.ts'

export type SyncPhase =
  /** Asking the provider who we are and where history stands. */
  | 'starting'
  /** The newest messages, so that there is something to read at once. */
  | 'recent'
  /** Learning which messages exist (ids only). */
  | 'inventory'
  /** Fetching the rest, newest first. */
  | 'backfill'
  /** Applying what changed since the last cursor. */
  | 'incremental'
  /** Nothing under way; everything the provider has is here. */
  | 'complete'
  /** Stopped by the person. */
  | 'paused'
  | 'error'

export interface SyncProgress {
  mailboxId: string
  accountId: string
  phase: SyncPhase
  /** Messages held locally for this account. */
  synced: number
  /** Messages the provider has, or null while unknown. */
  total: number | null
  /** ISO time before which no more background work is done, or null. */
  waitingUntil: string | null
  /** What it waits for, or null. */
  waitingFor: WaitingFor | null
}

/** Everything the core announces. Topics name what a client should read again. */
export type CoreEvent =
  | ({ type: 'sync.progress' } & SyncProgress)
  | { type: 'account.connected'; mailboxId: string; accountId: string; emailAddress: string }
  | {
      type: 'account.status'
      mailboxId: string
      accountId: string
      status: AccountStatus
      error: ErrorBody | null
    }
  | { type: 'messages.changed'; mailboxId: string; accountId: string; messageIds: string[] }
  /** Changes that the provider does not have yet, or refused. */
  | { type: 'changes.changed'; mailboxId: string; accountId: string }
  | { type: 'outbox.changed'; outboxId: string; accountId: string; state: OutboxState }
  | {
      /** A migration of stored mail in the background (see core/backfills). */
      type: 'backfill.progress'
      mailboxId: string
      accountId: string
      name: string
      done: number
      total: number
      isDone: boolean
    }
  | { type: 'drafts.changed'; mailboxId: string }
  | { type: 'mailboxes.changed' }
  | { type: 'settings.changed' }
  /** The core process stopped and is back: anything may have changed, read all again. */
  | { type: 'core.restarted' }

export type CoreEventType = CoreEvent['type']
