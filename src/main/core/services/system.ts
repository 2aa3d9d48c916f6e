import type { HandlersOf } from '../ports/handlers.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { isoOf, presentError } from './present.ts'

/** How every account stands. */
export function statusService(deps: ServiceDependencies): HandlersOf<'status'> {
  return {
    'status.get': async (_input, { userId }) => {
      const accounts = await deps.store.read.accounts.listByUser(userId)
      return {
        online: deps.sync.online(),
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
              pendingActions: await deps.store.read.actions.countPending(account.id),
              quota: progress.quota,
              waitingUntil: progress.waitingUntil === null ? null : isoOf(progress.waitingUntil),
              lastSyncedAt: lastSyncedAt === null ? null : isoOf(lastSyncedAt),
              lastError: presentError(account.lastError),
            }
          }),
        ),
      }
    },
  }
}
