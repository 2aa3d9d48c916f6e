import type { Account } from '#shared/contract/accounts.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentAccount } from '../to-contract.ts'

/** An account with what changes while it syncs: unread mail, and when it last looked. */
export async function presentAccountWithProgress(
  deps: ServiceDependencies,
  row: AccountRow,
): Promise<Account> {
  const [counts, aliases] = await Promise.all([
    deps.store.read.messages.boxCounts([row.id]),
    deps.store.read.accounts.listAliases(row.id),
  ])
  const inbox = counts.find((count) => count.box === 'INBOX')
  const { lastSyncedAt } = deps.sync.progressOf(row.id)
  return presentAccount(row, { unread: inbox?.unread ?? 0, lastSyncedAt, aliases })
}
