import type { Account } from '#shared/contract/accounts.ts'
import { dayBorder } from '#shared/domain/day-border.ts'
import type { SyncChoices } from '../../ports/accounts.ts'
import { ownAccount } from '../check-ownership.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentLive } from './account-with-progress.ts'

/** What of an account's sync a change really changes. `now` is epoch milliseconds. */
export function changedChoices(
  before: SyncChoices,
  change: { syncDays?: number | null | undefined; offlineDays?: number | null | undefined },
  now: number,
): Partial<SyncChoices> {
  const { syncDays, offlineDays } = change
  return {
    ...(syncDays === undefined || syncDays === before.syncDays
      ? {}
      : { syncDays, syncSince: syncDays === null ? null : dayBorder(now, syncDays) }),
    ...(offlineDays === undefined || offlineDays === before.offlineDays ? {} : { offlineDays }),
  }
}

/** Stops an account's sync or lets it go on. Asked twice, nothing happens. */
export async function setPaused(
  deps: ServiceDependencies,
  { userId, mailboxId, accountId }: { userId: string; mailboxId: string; accountId: string },
  isPaused: boolean,
): Promise<Account> {
  const { store, events } = deps
  const before = await ownAccount(store.read, userId, mailboxId, accountId)
  if (before.isPaused !== isPaused) {
    await store.transaction((tx) => tx.accounts.update(accountId, { isPaused }))
    deps.sync.choicesChanged(accountId)
    events.publish(userId, { type: 'mailboxes.changed' })
  }
  return presentLive(deps, { ...before, isPaused })
}
