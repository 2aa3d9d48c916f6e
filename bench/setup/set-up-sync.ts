import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openStore } from '../../src/main/core/database/open-store.ts'
import { createLeases } from '../../src/main/core/leases/leases.ts'
import { createEventBus } from '../../src/main/core/platform/event-bus.ts'
import type { Clock } from '../../src/main/core/ports/clock.ts'
import type { MailProvider } from '../../src/main/core/ports/provider.ts'
import type { AccessTokenSource, Logger } from '../../src/main/core/ports/services.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import {
  createGmailProvider,
  type QuotaProfile,
} from '../../src/main/core/providers/gmail/index.ts'
import { createOutlookProvider } from '../../src/main/core/providers/outlook/index.ts'
import { createSyncEngine, type SyncEngine } from '../../src/main/core/sync/sync-engine.ts'
import type { CoreEvent } from '../../src/shared/events.ts'
import type { FaultRule } from '../../simulator/start-simulator.ts'
import { createFastClock } from '../../tests/support/clocks/fast-clock.ts'
import {
  createMicrosoftTokenSource,
  createGoogleTokenSource,
} from '../../tests/support/sync/simulated-token-source.ts'
import {
  googleEndpointsOf,
  insertAccount,
  insertUser,
} from '../../tests/support/sync/insert-account.ts'
import type {
  BenchAccount,
  SyncMeasure,
  SyncSimulatorData,
  SyncSimulatorReady,
} from './simulator-worker.ts'

const ROUND_TRIP_MS = 80
const REPORT_EVERY_MS = 15_000

const quiet = (): void => undefined
const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

export interface SyncBench {
  store: Store
  /** The database file. */
  file: string
  engine: SyncEngine
  /** What the simulator counted since the last time. */
  measure(): Promise<SyncMeasure>
  /** Resolves at the first event that fits. */
  until(fits: (event: CoreEvent) => boolean): Promise<void>
  subscribe(listener: (event: CoreEvent) => void): void
  dispose(): Promise<void>
}

/**
 * Accounts of a simulated Google and Microsoft at 80 ms round trips, a new SQLite file, and the sync
 * engine between them, not started. An account's id is its address. Both sides' clocks run
 * `timeScale` times as fast as real time.
 */
export async function setUpSync(options: {
  accounts: BenchAccount[]
  quotaProfile?: QuotaProfile
  timeScale?: number
  faults?: FaultRule[]
}): Promise<SyncBench> {
  const { accounts, quotaProfile = 'legacy', timeScale = 1, faults = [] } = options
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-bench-'))
  const clock = createFastClock(timeScale)
  const worker = new Worker(new URL('./simulator-worker.ts', import.meta.url), {
    workerData: {
      accounts,
      quotaProfile,
      latencyMs: ROUND_TRIP_MS,
      timeScale,
      faults,
    } satisfies SyncSimulatorData,
  })
  const [ready] = (await once(worker, 'message')) as [SyncSimulatorReady]
  const file = join(folder, 'mail.db')
  const store = await openStore({
    databaseUrl: null,
    file,
    clock,
    logger,
    migrationsFolder: resolve(import.meta.dirname, '../../drizzle'),
  })
  await insertUser(store)
  for (const account of accounts)
    await insertAccount(store, account.email, account.email, account.provider)
  const providers = new Map(
    accounts.map((account) => [
      account.email,
      providerFor(account, ready, { clock, quotaProfile }),
    ]),
  )
  const events = createEventBus(logger)
  const engine = createSyncEngine({
    store,
    providers: {
      open({ id }) {
        const provider = providers.get(id)
        if (!provider) throw new Error(`There is no account ${id}`)
        return Promise.resolve(provider)
      },
      close: quiet,
    },
    events,
    clock,
    logger,
    leases: createLeases({ store, clock, logger, holder: 'benchmark', isShared: false }),
  })
  const report = setInterval(() => {
    const { phase, synced, backlog } = engine.progressOf(accounts[0]?.email ?? '')
    process.stderr.write(`    ${phase}: ${synced} stored, ${backlog} to come\n`)
  }, REPORT_EVERY_MS)
  return {
    store,
    file,
    engine,
    async measure() {
      worker.postMessage('measure')
      const [measure] = (await once(worker, 'message')) as [SyncMeasure]
      return measure
    },
    until: (fits) =>
      new Promise((resolve) => {
        const leave = events.subscribe((_userId, event) => {
          if (!fits(event)) return
          leave()
          resolve()
        })
      }),
    subscribe: (listener) =>
      void events.subscribe((_userId, event) => {
        listener(event)
      }),
    async dispose() {
      clearInterval(report)
      await engine.stop()
      await store.close()
      worker.postMessage('stop')
      await once(worker, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function isComplete(accountId: string): (event: CoreEvent) => boolean {
  return (event) =>
    event.type === 'sync.progress' && event.accountId === accountId && event.phase === 'complete'
}

function providerFor(
  { email, provider }: BenchAccount,
  ready: SyncSimulatorReady,
  { clock, quotaProfile }: { clock: Clock; quotaProfile: QuotaProfile },
): MailProvider {
  const tokens = tokensOf(email, provider, ready)
  if (provider === 'outlook') {
    const endpoints = { graphUrl: ready.url, loginUrl: ready.url }
    return createOutlookProvider({ tokens, endpoints, clock, logger })
  }
  const endpoints = googleEndpointsOf({ googleApiUrl: ready.url, googleOauthUrl: ready.url })
  return createGmailProvider({ tokens, endpoints, clock, logger, quotaProfile })
}

function tokensOf(
  email: string,
  provider: BenchAccount['provider'],
  { url, tokens, googleClient, microsoft }: SyncSimulatorReady,
): AccessTokenSource {
  const issued = tokens[email]
  if (!issued) throw new Error(`No tokens for ${email}`)
  return provider === 'gmail'
    ? createGoogleTokenSource({ ...issued, tokenUrl: `${url}/token`, client: googleClient })
    : createMicrosoftTokenSource({
        ...issued,
        tokenUrl: `${url}/common/oauth2/v2.0/token`,
        ...microsoft,
      })
}
