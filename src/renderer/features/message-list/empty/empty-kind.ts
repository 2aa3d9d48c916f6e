import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { isInitialSync, isPaused } from '../../sync-status/index.ts'

/** Why there is no row to show: each has words and a way on of its own. */
export type EmptyKind =
  | 'no_results'
  | 'no_account'
  | 'not_connected'
  | 'syncing'
  | 'paused'
  | 'sync_failed'
  | 'offline'
  | 'inbox_clear'
  | 'box_empty'

interface EmptyFacts {
  searching: boolean
  isInbox: boolean
  online: boolean
  /** Status of the accounts in view. */
  accounts: readonly AccountSyncStatus[]
}

/** The nearest cause wins: a search before the box, the account before the network. */
export function emptyKind({ searching, isInbox, online, accounts }: EmptyFacts): EmptyKind {
  const filling = accounts.some(isInitialSync)
  if (searching) return 'no_results'
  if (accounts.length === 0) return 'no_account'
  if (accounts.every(({ status }) => status !== 'connected')) return 'not_connected'
  const neverSynced = accounts.every(({ lastSyncedAt, synced }) => !lastSyncedAt && synced === 0)
  if (neverSynced && !online) return 'offline'
  if (filling) return 'syncing'
  const connected = accounts.filter(({ status }) => status === 'connected')
  if (neverSynced && connected.every(isPaused)) return 'paused'
  if (neverSynced && accounts.some(({ phase }) => phase === 'error')) return 'sync_failed'
  return isInbox ? 'inbox_clear' : 'box_empty'
}
