import type { AccountSyncStatus } from '#shared/contract/system.ts'

/** What the line at the bottom of the sidebar says about all accounts together. */
export type SyncSummary =
  | { kind: 'none' }
  | { kind: 'offline' }
  /** Accounts that need the person. */
  | { kind: 'attention'; count: number }
  /** Accounts whose sync failed and that try again by themselves. */
  | { kind: 'failing'; count: number }
  | { kind: 'syncing'; synced: number; total: number | null }
  /** No account is signed in. */
  | { kind: 'disconnected' }
  /** Every account that could sync is paused. */
  | { kind: 'paused' }
  | { kind: 'synced'; accounts: number; paused: number; lastSyncedAt: string | null }

const INITIAL_SYNC_PHASES: readonly AccountSyncStatus['phase'][] = [
  'starting',
  'recent',
  'inventory',
  'backfill',
]

/** True while the account is still learning or fetching what the provider has. */
export function isInitialSync(account: AccountSyncStatus): boolean {
  return account.status === 'connected' && INITIAL_SYNC_PHASES.includes(account.phase)
}

/** True where the person stopped the sync of an account that could go on. */
export function isPaused(account: AccountSyncStatus): boolean {
  return account.status === 'connected' && account.phase === 'paused'
}

/** True when only the person can get the account going again. */
export function needsAttention(account: AccountSyncStatus): boolean {
  return account.status === 'reauth_required' || (account.phase === 'error' && !isFailing(account))
}

/** True where the sync failed and goes on by itself. */
export function isFailing({ status, phase, waitingFor }: AccountSyncStatus): boolean {
  return status === 'connected' && phase === 'error' && waitingFor === 'retry'
}

/** All accounts in one: trouble first, then work under way, then rest. */
export function summariseSync(
  accounts: readonly AccountSyncStatus[],
  online: boolean,
): SyncSummary {
  if (accounts.length === 0) return { kind: 'none' }
  if (!online) return { kind: 'offline' }
  const inNeed = accounts.filter(needsAttention)
  if (inNeed.length > 0) return { kind: 'attention', count: inNeed.length }
  const failing = accounts.filter(isFailing)
  if (failing.length > 0) return { kind: 'failing', count: failing.length }
  const filling = accounts.filter(isInitialSync)
  if (filling.length > 0) return { kind: 'syncing', ...sumCounts(filling) }
  const connected = accounts.filter((account) => account.status === 'connected')
  if (connected.length === 0) return { kind: 'disconnected' }
  const active = connected.filter((account) => !isPaused(account))
  if (active.length === 0) return { kind: 'paused' }
  const times = active.flatMap(({ lastSyncedAt }) => lastSyncedAt ?? []).toSorted()
  return {
    kind: 'synced',
    accounts: active.length,
    paused: connected.length - active.length,
    lastSyncedAt: times[0] ?? null,
  }
}

/** Messages here and at the provider, added up; the total is null while any account’s is unknown. */
export function sumCounts(accounts: readonly AccountSyncStatus[]): {
  synced: number
  total: number | null
} {
  return {
    synced: accounts.reduce((sum, account) => sum + account.synced, 0),
    total: accounts.reduce<number | null>(
      (sum, account) => (sum === null || account.total === null ? null : sum + account.total),
      0,
    ),
  }
}

/** A share from 0 to 1, or null while the end is unknown. */
export function progressFraction({
  synced,
  total,
}: {
  synced: number
  total: number | null
}): number | null {
  if (total === null) return null
  return total === 0 ? 1 : Math.min(1, synced / total)
}

/** A screen full of rows and some to scroll. */
const MIN_READABLE_COUNT = 50

/** There is something to read, whatever still comes: a first screen, or all that will come. */
export function isReadable({ phase, synced }: AccountSyncStatus): boolean {
  const rest: readonly AccountSyncStatus['phase'][] = [
    'backfill',
    'incremental',
    'complete',
    'paused',
    'error',
  ]
  return synced >= MIN_READABLE_COUNT || rest.includes(phase)
}

export type RecoveryAction = 'connect' | 'reconnect' | 'resume' | 'retry'

/** The one thing that helps this account, if anything does. */
export function findRecoveryAction(account: AccountSyncStatus): RecoveryAction | null {
  if (account.status === 'disconnected') return 'connect'
  if (account.status === 'reauth_required') return 'reconnect'
  if (account.status === 'connecting') return null
  if (account.phase === 'paused') return 'resume'
  // The quota comes back by itself, and asking sooner would only use more of it.
  const waits = account.waitingFor === 'network' || account.waitingFor === 'retry'
  return account.phase === 'error' || waits ? 'retry' : null
}

/** What an account waits for and until when, as long as that lies ahead. `now` is the present. */
export function findWait(
  { status, waitingFor, waitingUntil }: AccountSyncStatus,
  now: Date,
): { for: NonNullable<AccountSyncStatus['waitingFor']>; until: string } | null {
  if (status !== 'connected' || waitingFor === null || waitingUntil === null) return null
  return new Date(waitingUntil) > now ? { for: waitingFor, until: waitingUntil } : null
}

/** True where a person who watches wants to know how much of the provider’s quota is used. */
export function shouldShowQuota(account: AccountSyncStatus): boolean {
  return (
    account.quota.limitPerMinute > 0 && (isInitialSync(account) || account.waitingFor === 'quota')
  )
}
