import { createEventBus } from '#core/platform/event-bus.ts'
import { testLeases } from '../support/leases.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { AccessTokenSource, ProviderDirectory } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { createSyncEngine, type SyncEngine } from '#core/sync/sync-engine.ts'
import { OperationError } from '#shared/errors.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createRandom } from '../../simulator/control/seeded-random.ts'
import { microsoftTokens } from '../providers/outlook/outlook-world.ts'
import { createSimulatedTokenSource } from '../support/sync/simulated-token-source.ts'
import {
  openTestStore,
  silentLogger,
  type Dialect,
  type TestStore,
} from '../support/database/test-store.ts'
import { googleEndpointsOf, insertAccount, insertUser } from '../support/sync/insert-account.ts'
import { gmailSide } from './gmail-side.ts'
import { outlookSide } from './outlook-side.ts'
import type { ProviderSide } from './provider-side.ts'

export interface ModelAccount {
  id: string
  email: string
  side: ProviderSide
}

/** One mailbox with two Gmail and two Outlook accounts, in one engine and one store. */
export interface ModelWorld {
  simulator: Simulator
  clock: Clock
  opened: TestStore
  store: Store
  engine: SyncEngine
  accounts: ModelAccount[]
  /** What the core logged as a warning or worse, latest last. */
  problems: string[]
  /** A fresh engine and fresh adapters over the same store, as after a restart. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

/** Waits of minutes pass in milliseconds. */
const CLOCK_SPEED = 1_000
export const START_TIME = Date.UTC(2027, 0, 15, 9)
const TOKEN_LIFETIME_MS = 1_500_000
const ACCOUNTS = [
  { id: 'gmail-1', email: 'ana@mail.example', provider: 'gmail' },
  { id: 'outlook-1', email: 'ana@contoso.example', provider: 'outlook' },
  { id: 'gmail-2', email: 'ana.work@mail.example', provider: 'gmail' },
  { id: 'outlook-2', email: 'ana@fabrikam.example', provider: 'outlook' },
] as const

export async function createModelWorld(options: {
  seed: number
  dialect: Dialect
  /** Messages that every account starts with. */
  messages?: number
  /** Own folders of the last account: more than one batch asks about. */
  folders?: number
  clock?: Clock
  /** Called when the accounts exist, before anything is synced. */
  before?: (simulator: Simulator) => void
  pollIntervalMs?: number
}): Promise<ModelWorld> {
  const { seed, messages = 40, folders = 24 } = options
  const clock = options.clock ?? createFastClock()
  const simulator = await startSimulator({ seed, now: () => clock.now() })
  const opened = await openTestStore(options.dialect)
  const { store } = opened
  const events = createEventBus(silentLogger)
  const problems: string[] = []
  const note = (fields: Record<string, unknown>, message: string): void => {
    const { err } = fields
    problems.push(`  ${message}: ${err instanceof Error ? err.message : ''}`)
  }
  // Nothing in the plan is a change that a provider may refuse.
  events.subscribe((_userId, event) => {
    if (event.type === 'account.status' && event.error?.code === 'read_status_update_error') {
      problems.push(`  refused for ${event.accountId}: ${event.error.message}`)
    }
  })
  const logger = { ...silentLogger, warn: note, error: note }
  const random = createRandom(seed)

  const accounts = ACCOUNTS.map(({ id, email, provider }, index): ModelAccount => {
    if (provider === 'gmail') {
      simulator.accounts.create({ email, messages, labels: ['Travel', 'Work'] })
      return { id, email, side: gmailSide(simulator, email) }
    }
    const many = Array.from({ length: folders }, (_, number) => `Many/Folder ${number}`)
    const own = index === ACCOUNTS.length - 1 ? many : ['Projects', 'Projects/Clients', 'Travel']
    simulator.accounts.createMicrosoft({ email, messages, folders: own })
    return { id, email, side: outlookSide(simulator, email) }
  })

  const openProvider = (id: string): MailProvider => {
    const account = ACCOUNTS.find((one) => one.id === id)
    if (!account) throw new Error(`No account ${id}`)
    const { email } = account
    if (account.provider === 'gmail') {
      return createGmailProvider({
        tokens: renewingTokens(() => createSimulatedTokenSource(simulator, email), clock),
        endpoints: googleEndpointsOf(simulator),
        clock,
        logger,
        quotaProfile: 'legacy',
      })
    }
    return createOutlookProvider({
      tokens: renewingTokens(() => microsoftTokens(simulator, email), clock),
      endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
      clock,
      logger,
    })
  }
  const open = new Map<string, MailProvider>()
  const providers: ProviderDirectory = {
    open({ id, status }) {
      if (status !== 'connected') {
        return Promise.reject(new OperationError('account_not_connected', 'Not connected.'))
      }
      const provider = open.get(id) ?? openProvider(id)
      open.set(id, provider)
      return Promise.resolve(provider)
    },
    close: (id) => void open.delete(id),
  }
  const newEngine = (): SyncEngine =>
    createSyncEngine({
      store,
      providers,
      events,
      clock,
      logger,
      leases: testLeases(store, clock),
      pollIntervalMs: options.pollIntervalMs ?? 600_000,
      random: () => random.next(),
    })

  await insertUser(store)
  for (const { id, email, provider } of ACCOUNTS) await insertAccount(store, id, email, provider)
  const world: ModelWorld = {
    simulator,
    clock,
    opened,
    store,
    engine: newEngine(),
    accounts,
    problems,
    async restart() {
      await world.engine.stop()
      open.clear()
      world.engine = newEngine()
      await world.engine.start()
    },
    async dispose() {
      await world.engine.stop()
      await opened.dispose()
      await simulator.close()
    },
  }
  options.before?.(simulator)
  await world.engine.start()
  return world
}

/** Tokens that are replaced before they end, as the program's own are. */
function renewingTokens(issue: () => AccessTokenSource, clock: Clock): AccessTokenSource {
  let source = issue()
  let issuedAt = clock.now()
  return {
    getAccessToken() {
      if (clock.now() - issuedAt > TOKEN_LIFETIME_MS) {
        source = issue()
        issuedAt = clock.now()
      }
      return source.getAccessToken()
    },
    invalidate: (token) => source.invalidate(token),
  }
}

/** From a fixed moment on, so that a run is the same on every day. */
function createFastClock(): Clock {
  const began = performance.now()
  return {
    now: () => Math.floor(START_TIME + (performance.now() - began) * CLOCK_SPEED),
    sleep: (ms, signal) => systemClock.sleep(ms / CLOCK_SPEED, signal),
  }
}
