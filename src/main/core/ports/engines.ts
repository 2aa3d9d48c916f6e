import type { Box } from '#shared/contract/enums.ts'
import type { SyncPhase, WaitingFor } from '#shared/contract/enums.ts'
import type { AccountRow } from './accounts.ts'

/** What the rest of the core may ask of the sync engine. */
export interface SyncControl {
  /**
   * Resolves when there is mail to read: after the newest messages of an initial sync, or after one
   * sync pass later on. Joins a pass that is running. `emailsSynced` counts the changes since the
   * last call, those of background passes included. Rejects with the account's own error.
   */
  syncNow(accountId: string): Promise<{ emailsSynced: number; cursor: string | null }>
  accountAdded(accountId: string): void
  /** Resolves when the account's loop has ended and will write no more. */
  accountRemoved(accountId: string): Promise<void>
  /** A change was queued for the provider. */
  changeQueued(accountId: string): void
  /** The window came to the front or the network came back: poll every account now. */
  wake(): void
  /** The person paused or resumed it, or chose how far back it syncs: the change is applied at once. */
  syncSettingsChanged(accountId: string): void
  /**
   * A client reports whether it is in the foreground. Returns the poll interval, in milliseconds,
   * that follows from the reports of all clients.
   */
  reportPresence(presence: Presence): number
  /** A box is on the screen: its newest messages are fetched first. */
  boxViewed(accountIds: readonly string[], box: Box): void
  /** Polls one account now, for example because its grant was lost. */
  wakeAccount(accountId: string): void
  progressOf(accountId: string): AccountProgress
  isOnline(): boolean
}

/** The state that a client reports of itself. */
export interface Presence {
  clientId: string
  isForeground: boolean
  isOnBattery: boolean
  /** The network came back, or the computer woke up. */
  cameOnline: boolean
}

export interface AccountProgress {
  phase: SyncPhase
  synced: number
  total: number | null
  backlog: number
  /** Epoch milliseconds, or null. */
  waitingUntil: number | null
  waitingFor: WaitingFor | null
  /** When the next poll is due, epoch milliseconds; null while one runs or none is planned. */
  nextPollAt: number | null
  lastSyncedAt: number | null
  quota: { usedLastMinute: number; limitPerMinute: number }
}

export interface SignInAttempt {
  authorizationUrl: string
  /** Epoch milliseconds. */
  expiresAt: number
  /** Rejects with OperationError `account_connect_auth_error`. */
  outcome: Promise<{ emailAddress: string }>
  cancel(): void
}

/** Starts a provider's sign-in in the person's browser. */
export interface SignIn {
  begin(account: AccountRow): Promise<SignInAttempt>
  /** Revokes at the provider where that works; the local grant is deleted in any case. */
  revoke(account: AccountRow): Promise<boolean>
}

/** Keeps the names and aliases of accounts as their providers have them. */
export interface IdentityControl {
  /** The account was signed in, or its name is to be the provider's again. */
  refreshSoon(accountId: string): void
}

export interface OutboxControl {
  /** A row was added or changed: checks for due rows now. */
  wake(): void
}

/** Makes HTML mail safe to show. */
export interface HtmlSanitiser {
  sanitise(
    html: string,
    options: { images: 'block' | 'show'; cids: Record<string, string> },
  ): Promise<{
    html: string
    remoteImages: number
    trackers: number
    /** Content-IDs of the pictures in the text. */
    referencedCids: string[]
    /** Not empty where the message could only be shown as plain text. */
    defects: string[]
  }>
}
