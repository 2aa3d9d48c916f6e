import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { IdentityControl } from '../ports/engines.ts'
import type { ProviderIdentity } from '../ports/provider.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { createWakeUpSignal } from './wake-up-signal.ts'

const REFRESH_EVERY_MS = 24 * 3_600_000
const RETRY_AFTER_MS = 15 * 60_000

export interface IdentityRefreshDependencies {
  store: Store
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
}

export interface IdentityRefresh extends IdentityControl {
  start(): void
  /** Aborts what is under way; nothing is written afterwards. */
  stop(): Promise<void>
}

/**
 * Reads each connected account's name and aliases at its provider: after a sign-in, at a start and
 * once a day. It is apart from the sync, so that a failure here never holds mail up.
 */
export function createIdentityRefresh(deps: IdentityRefreshDependencies): IdentityRefresh {
  const { store, providers, clock, logger } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  const wakeUp = createWakeUpSignal(clock)
  /** Epoch milliseconds, by account; absent: now. */
  const nextAt = new Map<string, number>()
  let running: Promise<void> | null = null

  async function refresh(account: AccountRow): Promise<void> {
    // Set before the request, so that a wish that comes meanwhile is not lost.
    nextAt.set(account.id, clock.now() + RETRY_AFTER_MS)
    try {
      const provider = await providers.open(account)
      await saveIdentity(deps, account.id, await provider.fetchIdentity(signal), signal)
      if (nextAt.has(account.id)) nextAt.set(account.id, clock.now() + REFRESH_EVERY_MS)
    } catch (error) {
      if (signal.aborted) return
      logger.warn({ err: error, accountId: account.id }, 'name and aliases were not read')
    }
  }

  async function refreshDue(): Promise<void> {
    const accounts = await store.read.accounts.listAll()
    const due = accounts.filter(
      ({ id, status, isPaused }) =>
        status === 'connected' && !isPaused && (nextAt.get(id) ?? 0) <= clock.now(),
    )
    await Promise.all(due.map(refresh))
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await refreshDue()
      } catch (error) {
        logger.warn({ err: error }, 'names and aliases wait for the database')
      }
      await wakeUp.wait(RETRY_AFTER_MS, signal).catch(() => undefined)
    }
  }

  return {
    start() {
      running ??= run()
    },
    async stop() {
      stopping.abort(new Error('The refresh of names was stopped'))
      await running
    },
    refreshSoon(accountId) {
      nextAt.delete(accountId)
      wakeUp.wake()
    },
  }
}

/** Stores what the provider said; a name that the person chose stays. */
async function saveIdentity(
  { store, events }: Pick<IdentityRefreshDependencies, 'store' | 'events'>,
  accountId: string,
  { name, aliases }: ProviderIdentity,
  signal: AbortSignal,
): Promise<void> {
  const userId = await store.transaction(async (tx) => {
    signal.throwIfAborted()
    const account = await tx.accounts.get(accountId)
    if (account === null) return null
    const isRenamed = !account.isNameEdited && account.personName !== name
    const before = await tx.accounts.listAliases(accountId)
    const isSame = JSON.stringify(before) === JSON.stringify(aliases)
    if (!isRenamed && isSame) return null
    if (isRenamed) await tx.accounts.update(accountId, { personName: name })
    if (!isSame) await tx.accounts.saveAliases(accountId, aliases)
    return account.userId
  })
  if (userId !== null) events.publish(userId, { type: 'mailboxes.changed' })
}
