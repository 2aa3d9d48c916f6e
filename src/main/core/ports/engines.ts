import type { WaitingFor } from '#shared/contract/system.ts'
import type { Box } from '#shared/contract/vocabulary.ts'
import type { SyncPhase } from '#shared/events.ts'
import type { AccountRow } from './accounts.ts'

/** What the rest of the core may ask of the sync engine. */
export interface SyncControl {
  /**
   * Resolves at the first readable state: the newest messages on a first sync, one round of changes
   * afterwards. Joins a round under way. `emailsSynced` counts what changed since a caller was last
   * told, background rounds included. Rejects with the account's own error.
   */
  syncNow(accountId: string): Promise<{ emailsSynced: number; cursor: string | null }>
  accountAdded(accountId: string): void
  /** Resolves when the account's loop has ended and will write no more. */
  accountRemoved(accountId: string): Promise<void>
  /** A change was queued for the provider. */
  changeQueued(accountId: string): void
  /** The window came to the front or the network came back: ask now. */
  wake(): void
  /** The person paused or resumed it, or chose how far back it syncs: it follows at once. */
  choicesChanged(accountId: string): void
  /**
   * A client says whether somebody looks at it. Answers the milliseconds between two looks for
   * changes that follow from what all clients said.
   */
  presence(presence: Presence): number
  /** A box is on the screen: what of it is newest is fetched ahead of everything else. */
  lookingAt(accountIds: readonly string[], box: Box): void
  /** One account has reason to look again at once: its grant ended, or its clock did. */
  wakeAccount(accountId: string): void
  progressOf(accountId: string): AccountProgress
  online(): boolean
}

/** What a client says of itself. */
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
  /** Epoch milliseconds, or null while something is under way or nothing will be. */
  nextLookAt: number | null
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
  /** Best effort at the provider; the local grant is gone afterwards in any case. */
  revoke(account: AccountRow): Promise<boolean>
}

export interface OutboxControl {
  /** A row was added or changed: look for due work now. */
  wake(): void
}

/** Makes HTML mail safe to show. */
export interface HtmlReader {
  read(
    html: string,
    options: { images: 'block' | 'show'; cids: Record<string, string> },
  ): Promise<{ html: string; remoteImages: number; trackers: number; referencedCids: string[] }>
}
