import type { HandlersOf } from '../ports/handlers.ts'
import type { DatabaseHealth } from '../ports/integrity.ts'
import { presentDatabase } from './database-status.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { toIsoTimeOrNull, presentError } from './to-contract.ts'

/** How every account stands, how often somebody wants to know, and what is on the screen. */
export function statusService(
  deps: ServiceDependencies,
  health: Pick<DatabaseHealth, 'current'>,
): HandlersOf<'status' | 'sync' | 'presence'> {
  return {
    'status.get': async (_input, { userId }) => {
      const accounts = await deps.store.read.accounts.listByUser(userId)
      const pending = await deps.store.read.backfills.listPending()
      const own = new Set(accounts.map((account) => account.id))
      return {
        online: deps.sync.isOnline(),
        accounts: await Promise.all(
          accounts.map(async (account) => {
            const progress = deps.sync.progressOf(account.id)
            const lastSyncedAt = progress.lastSyncedAt ?? account.lastSyncedAt
            return {
              accountId: account.id,
              mailboxId: account.mailboxId,
              provider: account.provider,
              status: account.status,
              phase: progress.phase,
              synced: progress.synced,
              total: progress.total,
              backlog: progress.backlog,
              pendingActions: await deps.store.read.pendingChanges.countPending(account.id),
              quota: progress.quota,
              waitingUntil: toIsoTimeOrNull(progress.waitingUntil),
              waitingFor: progress.waitingFor,
              nextLookAt: toIsoTimeOrNull(progress.nextPollAt),
              lastSyncedAt: toIsoTimeOrNull(lastSyncedAt),
              lastError: presentError(account.lastError),
            }
          }),
        ),
        backfills: pending
          .filter(({ accountId }) => own.has(accountId))
          .map(({ accountId, name, done, total }) => ({ accountId, name, done, total })),
        database: presentDatabase(health.current()),
      }
    },

    'sync.presence': (presence) =>
      Promise.resolve({ pollIntervalMs: deps.sync.reportPresence(presence) }),

    'presence.viewing': ({ box }, { accounts }) => {
      deps.sync.boxViewed(
        accounts.map((account) => account.id),
        box,
      )
      return Promise.resolve({})
    },
  }
}
