import type { Account } from '#shared/contract/accounts.ts'
import { syncWindowStart } from '#shared/domain/sync-window-start.ts'
import type { AccountRow, SyncPreferences } from '../../ports/accounts.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentAccountWithProgress } from './present-account-with-progress.ts'

/** What of an account's sync a change really changes. `now` is epoch milliseconds. */
export function changedPreferences(
  before: SyncPreferences,
  change: { syncDays?: number | null | undefined; offlineDays?: number | null | undefined },
  now: number,
): Partial<SyncPreferences> {
  const { syncDays, offlineDays } = change
  return {
    ...(syncDays === undefined || syncDays === before.syncDays
      ? {}
      : { syncDays, syncSince: syncDays === null ? null : syncWindowStart(now, syncDays) }),
    ...(offlineDays === undefined || offlineDays === before.offlineDays ? {} : { offlineDays }),
  }
}

/**
 * Stops an account's sync or lets it go on. Written even where the row that the call began with says
 * so already: of two quick calls, the first may not have been stored then.
 */
export async function setPaused(
  deps: ServiceDependencies,
  before: AccountRow,
  isPaused: boolean,
): Promise<Account> {
  const { store, events } = deps
  await store.transaction((tx) => tx.accounts.update(before.id, { isPaused }))
  deps.sync.syncSettingsChanged(before.id)
  events.publish(before.userId, { type: 'mailboxes.changed' })
  return presentAccountWithProgress(deps, { ...before, isPaused })
}
