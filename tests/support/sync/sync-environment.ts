import { createEventBus } from '#core/platform/event-bus.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type { AccountRow } from '#core/ports/accounts.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { Logger, ProviderDirectory } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { createGmailProviders, type GmailOptions } from '#core/providers/gmail/index.ts'
import { createSyncEngine, type SyncEngine } from '#core/sync/sync-engine.ts'
import { OperationError } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/start-simulator.ts'
import { testLeases } from '../leases.ts'
import { createSimulatedTokenSource } from './simulated-token-source.ts'
import { googleEndpointsOf, insertAccount, insertUser } from './insert-account.ts'
import { openTestStore, silentLogger, type Dialect } from '../database/test-store.ts'

export interface SyncedAccount {
  id: string
  email: string
}

/** A simulated Google, a real database, and the sync engine between them. */
export interface SyncEnvironment {
  simulator: Simulator
  store: Store
  engine: SyncEngine
  providers: ProviderDirectory
  events: CoreEvent[]
  /** Adds a connected account; the engine learns of it at its start or by `accountAdded`. */
  addAccount(email: string): Promise<SyncedAccount>
  /** Resolves at the first event, past or coming, that fits. */
  until(fits: (event: CoreEvent) => boolean, what: string): Promise<CoreEvent>
  /** Resolves when the account has everything. */
  untilComplete(account: SyncedAccount): Promise<void>
  /** A fresh engine over the same store, as after a restart. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

export interface SyncEnvironmentOptions {
  dialect?: Dialect
  clock?: Clock
  simulator?: SimulatorOptions
  gmail?: Partial<Pick<GmailOptions, 'quotaProfile' | 'quotaScale' | 'maxBatches'>>
  pollIntervalMs?: number
  /** What the engine is given in place of the store, for example one that fails. */
  wrapStore?: (store: Store) => Store
  logger?: Logger
  /** 0 to 1, for the engine's jitter; default 0, so that nothing waits long. */
  random?: () => number
}

const WAIT_MS = 25_000

export async function createSyncEnvironment(
  options: SyncEnvironmentOptions = {},
): Promise<SyncEnvironment> {
  const { clock = systemClock, pollIntervalMs = 3_600_000 } = options
  const simulator = await startSimulator({ enforceQuota: false, ...options.simulator })
  const opened = await openTestStore(options.dialect ?? 'sqlite')
  const { store } = opened
  const events: CoreEvent[] = []
  const listeners = new Set<() => void>()
  const bus = createEventBus(silentLogger)
  bus.subscribe((_userId, event) => {
    events.push(event)
    for (const listener of listeners) listener()
  })
  const gmail = createGmailProviders({
    clock,
    logger: silentLogger,
    quotaProfile: 'legacy',
    // Quota has its own tests; elsewhere it would only make them slow.
    quotaScale: 1_000,
    ...options.gmail,
  })
  const open = new Map<string, ReturnType<typeof gmail.open>>()
  const providers: ProviderDirectory = {
    async open(account: AccountRow) {
      if (account.status !== 'connected' || account.emailAddress === null) {
        throw new OperationError('account_not_connected', 'This account is not connected.')
      }
      const provider =
        open.get(account.id) ??
        gmail.open(account.id, {
          tokens: createSimulatedTokenSource(simulator, account.emailAddress),
          endpoints: googleEndpointsOf(simulator),
        })
      open.set(account.id, provider)
      return provider
    },
    close: (accountId) => void open.delete(accountId),
  }
  const engineStore = options.wrapStore?.(store) ?? store
  const newEngine = (): SyncEngine =>
    createSyncEngine({
      store: engineStore,
      providers,
      events: bus,
      clock,
      logger: options.logger ?? silentLogger,
      leases: testLeases(engineStore, clock),
      pollIntervalMs,
      random: options.random ?? (() => 0),
    })

  const until: SyncEnvironment['until'] = (fits, what) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = events.find(fits)
        if (!found) return
        listeners.delete(look)
        clearTimeout(timer)
        resolve(found)
      }
      const timer = setTimeout(() => {
        listeners.delete(look)
        const seen = events.slice(-5).map((event) => JSON.stringify(event).slice(0, 300))
        reject(new Error(`Waited in vain for ${what}; last events:\n${seen.join('\n')}`))
      }, WAIT_MS)
      listeners.add(look)
      look()
    })

  await insertUser(store)
  let accounts = 0
  const world: SyncEnvironment = {
    simulator,
    store,
    engine: newEngine(),
    providers,
    events,
    until,
    async addAccount(email) {
      accounts += 1
      const id = `account-${accounts}`
      await insertAccount(store, id, email)
      return { id, email }
    },
    async untilComplete(account) {
      await until(
        (event) =>
          event.type === 'sync.progress' &&
          event.accountId === account.id &&
          event.phase === 'complete',
        `${account.email} to be complete`,
      )
    },
    async restart() {
      await world.engine.stop()
      events.length = 0
      world.engine = newEngine()
    },
    async dispose() {
      await world.engine.stop()
      await opened.dispose()
      await simulator.close()
    },
  }
  return world
}
