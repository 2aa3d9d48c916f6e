import { createEventBus } from '#core/platform/event-bus.ts'
import { testLeases } from '../../support/leases.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import type { AccessTokenSource, ProviderDirectory } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { createOutlookProviders } from '#core/providers/outlook/index.ts'
import { createSyncEngine, type SyncEngine } from '#core/sync/sync-engine.ts'
import { OperationError } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import {
  startSimulator,
  type MicrosoftAccount,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/start-simulator.ts'
import { insertAccount, insertUser } from '../../support/sync/insert-account.ts'
import { openTestStore, silentLogger, type Dialect } from '../../support/database/test-store.ts'

export const EMAIL = 'ana@contoso.example'
const SCOPES = ['openid', 'offline_access', 'User.Read', 'Mail.ReadWrite', 'Mail.Send']
const WAIT_MS = 25_000

/** A simulated Microsoft, a real database, and the sync engine between them. */
export interface OutlookWorld {
  simulator: Simulator
  store: Store
  engine: SyncEngine
  account: { id: string; email: string }
  /** The mailbox as it really is. */
  truth: MicrosoftAccount
  events: CoreEvent[]
  open(): Promise<MailProvider>
  /** Resolves when the account has everything. */
  untilComplete(): Promise<void>
  /** One round of changes. */
  sync(): Promise<void>
  /** Our id of a stored message. */
  ourId(providerMessageId: string): Promise<number | null>
  /** A fresh engine over the same store, as after a restart. */
  restart(): Promise<void>
  dispose(): Promise<void>
}

export async function createOutlookWorld(
  options: {
    dialect?: Dialect
    clock?: Clock
    simulator?: SimulatorOptions
    mail?: Omit<Parameters<Simulator['accounts']['createMicrosoft']>[0], 'email'>
    /** Starts the engine and waits for everything; default true. */
    start?: boolean
    pollIntervalMs?: number
  } = {},
): Promise<OutlookWorld> {
  const { clock = systemClock, pollIntervalMs = 3_600_000 } = options
  const simulator = await startSimulator(options.simulator)
  const truth = simulator.accounts.createMicrosoft({ email: EMAIL, ...options.mail })
  const opened = await openTestStore(options.dialect ?? 'sqlite')
  const { store } = opened
  const events: CoreEvent[] = []
  const listeners = new Set<() => void>()
  const bus = createEventBus(silentLogger)
  bus.subscribe((_userId, event) => {
    events.push(event)
    for (const listener of listeners) listener()
  })
  const problems: string[] = []
  const note = (fields: Record<string, unknown>): void => {
    const { err } = fields
    problems.push(err instanceof Error ? err.message : JSON.stringify(fields))
  }
  const logger = { ...silentLogger, warn: note, error: note }
  const account = { id: 'outlook-account', email: EMAIL }
  let provider: MailProvider | null = null
  const newProvider = (): MailProvider =>
    createOutlookProviders({ clock, logger }).open(account.id, {
      tokens: microsoftTokens(simulator, EMAIL),
      endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
    })
  const providers: ProviderDirectory = {
    open(row) {
      if (row.status !== 'connected') {
        throw new OperationError('account_not_connected', 'This account is not connected.')
      }
      return Promise.resolve((provider ??= newProvider()))
    },
    close: () => {
      provider = null
    },
  }
  const newEngine = (): SyncEngine =>
    createSyncEngine({
      store,
      providers,
      events: bus,
      clock,
      logger,
      leases: testLeases(store, clock),
      pollIntervalMs,
      random: () => 0,
    })
  const until = (fits: (event: CoreEvent) => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!events.some(fits)) return
        listeners.delete(look)
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        listeners.delete(look)
        const seen = events
          .filter(({ type }) => type !== 'messages.changed')
          .slice(-8)
          .map((event) => JSON.stringify(event).slice(0, 300))
        reject(
          new Error(
            `Waited in vain for ${what}; problems:\n${problems.slice(-5).join('\n')}\nlast events:\n${seen.join('\n')}`,
          ),
        )
      }, WAIT_MS)
      listeners.add(look)
      look()
    })

  await insertUser(store)
  await insertAccount(store, account.id, EMAIL, 'outlook')
  const world: OutlookWorld = {
    simulator,
    store,
    engine: newEngine(),
    account,
    truth,
    events,
    open: async () => providers.open((await store.read.accounts.get(account.id)) as never),
    untilComplete: () =>
      until(
        (event) => event.type === 'sync.progress' && event.phase === 'complete',
        'the mailbox to be complete',
      ),
    async sync() {
      await world.engine.syncNow(account.id)
    },
    ourId: async (id) => (await store.read.messages.getByProviderId(account.id, id))?.id ?? null,
    async restart() {
      await world.engine.stop()
      events.length = 0
      provider = null
      world.engine = newEngine()
    },
    async dispose() {
      await world.engine.stop()
      await opened.dispose()
      await simulator.close()
    },
  }
  if (options.start === false) return world
  try {
    await world.engine.start()
    await world.untilComplete()
    return world
  } catch (error) {
    await world.dispose()
    throw error
  }
}

/** Tokens of a simulated account that signed in already; refreshed as Microsoft would have it. */
export function microsoftTokens(simulator: Simulator, email: string): AccessTokenSource {
  let { accessToken, refreshToken } = simulator.issueMicrosoftTokens(email, SCOPES)
  let isRefused = false
  return {
    async getAccessToken() {
      if (!isRefused) return accessToken
      const response = await fetch(`${simulator.microsoftOauthUrl}/common/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          client_id: simulator.microsoftCredentials.client_id,
          scope: SCOPES.join(' '),
        }),
      })
      const answer = (await response.json()) as { access_token?: string; refresh_token?: string }
      if (!answer.access_token) throw new ProviderError('auth', 'The sign-in is gone.')
      accessToken = answer.access_token
      refreshToken = answer.refresh_token ?? refreshToken
      isRefused = false
      return accessToken
    },
    invalidate(token) {
      if (token === accessToken) isRefused = true
    },
  }
}
