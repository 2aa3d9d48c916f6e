import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountProgress, SyncControl } from '../ports/engines.ts'
import type { LeaseControl } from '../ports/leases.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { createClientPresence } from './client-presence.ts'
import { startSyncLoop, type SyncLoop } from './sync-loop.ts'

export interface SyncEngine extends SyncControl {
  /** Starts a loop for every connected account. */
  start(): Promise<void>
  /** Aborts what is under way and waits until nothing writes any more. */
  stop(): Promise<void>
  /** Look at one account now, for example because its grant was lost. */
  wakeAccount(accountId: string): void
}

/** How often accounts are looked for that another host connected or resumed. */
const LOOK_FOR_ACCOUNTS_MS = 60_000

/** Keeps every connected account in step with its provider, each in a loop of its own. */
export function createSyncEngine(deps: {
  store: Store
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
  leases: LeaseControl
  /** Between two looks for changes. Default: what clients say of themselves decides. */
  pollIntervalMs?: number
  /** 0 to 1; for jitter. */
  random?: () => number
}): SyncEngine {
  const { store } = deps
  const presence = createClientPresence(deps.clock)
  const pollIntervalMs = (): number => deps.pollIntervalMs ?? presence.pollIntervalMs()
  const loopDeps = {
    ...deps,
    pollIntervalMs,
    random: deps.random ?? Math.random,
  }
  const loops = new Map<string, SyncLoop>()
  let isStopped = false
  let stopping = new AbortController()

  const begin = (account: AccountRow): SyncLoop => {
    const loop = loops.get(account.id) ?? startSyncLoop(loopDeps, account)
    loops.set(account.id, loop)
    return loop
  }

  /** The loop of a connected account, started where there is none. */
  const loopOf = async (accountId: string): Promise<SyncLoop> => {
    const account = await store.read.accounts.get(accountId)
    if (!account) throw new OperationError('account_not_found', 'There is no such account.')
    if (account.status !== 'connected' || isStopped) {
      throw new OperationError('account_not_connected', 'This account is not connected.')
    }
    return begin(account)
  }

  const wake = (): void => {
    for (const loop of loops.values()) loop.wake()
  }

  /** Hosts that share a database share its accounts: each has a loop for all, and the lease decides. */
  const lookForAccounts = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      try {
        await deps.clock.sleep(LOOK_FOR_ACCOUNTS_MS, signal)
      } catch {
        return
      }
      try {
        const accounts = await store.read.accounts.listAll()
        if (signal.aborted) return
        for (const account of accounts) {
          if (account.status !== 'connected') continue
          const loop = begin(account)
          if (!account.isPaused) loop.lookAgain()
        }
      } catch (error) {
        // Each loop reports a database that fails; the next run finds what this one missed.
        deps.logger.debug({ err: error }, 'accounts could not be listed')
      }
    }
  }

  return {
    async start() {
      isStopped = false
      stopping = new AbortController()
      for (const account of await store.read.accounts.listAll()) {
        if (account.status === 'connected') begin(account)
      }
      void lookForAccounts(stopping.signal)
    },
    async stop() {
      isStopped = true
      stopping.abort(new Error('The sync was stopped'))
      await Promise.all([...loops.values()].map((loop) => loop.stop()))
      loops.clear()
    },
    accountAdded(accountId) {
      loopOf(accountId).then(
        (loop) => loop.wake(),
        (error: unknown) => {
          deps.logger.warn({ err: error, accountId }, 'sync not started')
        },
      )
    },
    async accountRemoved(accountId) {
      const loop = loops.get(accountId)
      loops.delete(accountId)
      await loop?.stop()
    },
    async syncNow(accountId) {
      return (await loopOf(accountId)).syncNow()
    },
    changeQueued: (accountId) => loops.get(accountId)?.changeQueued(),
    wake,
    syncSettingsChanged: (accountId) => loops.get(accountId)?.syncSettingsChanged(),
    reportPresence(reported) {
      if (presence.report(reported)) wake()
      return pollIntervalMs()
    },
    boxViewed(accountIds, box) {
      for (const id of accountIds) loops.get(id)?.boxViewed(box)
    },
    wakeAccount: (accountId) => loops.get(accountId)?.wake(),
    progressOf: (accountId) => loops.get(accountId)?.progress() ?? NOT_STARTED,
    isOnline: () => loops.size === 0 || [...loops.values()].some((loop) => !loop.isOffline()),
  }
}

const NOT_STARTED: AccountProgress = {
  phase: 'starting',
  synced: 0,
  total: null,
  backlog: 0,
  waitingUntil: null,
  waitingFor: null,
  nextPollAt: null,
  lastSyncedAt: null,
  quota: { usedLastMinute: 0, limitPerMinute: 0 },
}
