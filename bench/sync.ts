import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openStore } from '../src/main/core/database/open.ts'
import { createEventBus } from '../src/main/core/platform/event-bus.ts'
import type { Logger } from '../src/main/core/ports/services.ts'
import type { Store } from '../src/main/core/ports/store.ts'
import { createGmailProvider, type QuotaProfile } from '../src/main/core/providers/gmail/index.ts'
import { createSyncEngine, type SyncEngine } from '../src/main/core/sync/engine.ts'
import type { CoreEvent } from '../src/shared/events.ts'
import { fastClock } from '../tests/support/fast-clock.ts'
import { tokensFrom } from '../tests/support/simulated-tokens.ts'
import { endpointsOf, insertAccount, insertUser } from '../tests/support/sync-seed.ts'
import { median, type BenchResult } from './result.ts'
import type { SyncMeasure, SyncSimulatorData, SyncSimulatorReady } from './sync-simulator.ts'

const EMAIL = 'bench@mail.example'
const ROUND_TRIP_MS = 80
const RUNS = 5

const quiet = (): void => undefined
const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

interface Bench {
  /** What the simulator counted since the last time. */
  measure(): Promise<SyncMeasure>
  store: Store
  engine: SyncEngine
  /** Resolves at the first event that fits. */
  until(fits: (event: CoreEvent) => boolean): Promise<void>
  dispose(): Promise<void>
}

/**
 * Gmail sync against the simulator at 80 ms round trips, into a new SQLite file. Where real time
 * would take half an hour the clocks of both sides run faster by the factor in the name. A short run
 * can come out above 100 %: the ceiling is a steady rate, and each unused minute may be spent at once.
 */
export async function benchSync(): Promise<BenchResult[]> {
  return [
    await firstRows(),
    ...(await wholeMailbox('current', 20_000, 10)),
    ...(await wholeMailbox('legacy', 20_000, 2)),
  ]
}

async function firstRows(): Promise<BenchResult> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const bench = await setUp('current', 20_000, 1)
    try {
      const shown = bench.until(({ type }) => type === 'messages.changed')
      const began = performance.now()
      await bench.engine.start()
      await shown
      times.push(performance.now() - began)
    } finally {
      await bench.dispose()
    }
  }
  return {
    name: 'first 50 inbox rows from an empty profile (stored, with bodies)',
    value: median(times),
    unit: 'ms',
    goal: '<= 1500',
  }
}

async function wholeMailbox(
  profile: QuotaProfile,
  messages: number,
  timeScale: number,
): Promise<BenchResult[]> {
  const bench = await setUp(profile, messages, timeScale)
  const label = `${profile} quota, ${messages.toLocaleString('en')} messages, time x${timeScale}`
  try {
    const complete = bench.until(
      (event) => event.type === 'sync.progress' && event.phase === 'complete',
    )
    await bench.engine.start()
    await complete
    const run = await bench.measure()
    const stored = (await bench.store.read.messages.allKnown('account')).size
    await bench.engine.syncNow('account')
    const idle = await bench.measure()
    return [
      {
        name: `share of the quota ceiling used, first minute on (${label})`,
        value: 100 * run.steadyShare,
        unit: '%',
        goal: '>= 97',
      },
      {
        name: `  of the whole run, ${run.minutes.toFixed(1)} min`,
        value: 100 * run.wholeShare,
        unit: '%',
        goal: '>= 97',
      },
      {
        name: '  calls throttled',
        value: (100 * run.throttled) / run.calls,
        unit: '%',
        goal: '<= 0.1',
      },
      { name: '  messages missing at the end', value: messages - stored, unit: '', goal: '0' },
      {
        name: '  HTTP requests per 1,000 messages, 4 per thread, looks for changes not counted',
        value: (1_000 * (run.httpRequests - run.looks)) / messages,
        unit: '',
        goal: '<= 8',
      },
      {
        name: '  looks for changes meanwhile, every 20 s',
        value: run.looks,
        unit: 'requests of 2 units',
        goal: '',
      },
      { name: '  poll with nothing new', value: idle.httpRequests, unit: 'requests', goal: '1' },
      { name: '  poll with nothing new', value: idle.units, unit: 'units', goal: '2' },
    ]
  } finally {
    await bench.dispose()
  }
}

async function setUp(
  quotaProfile: QuotaProfile,
  messages: number,
  timeScale: number,
): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-bench-'))
  const clock = fastClock(timeScale)
  const worker = new Worker(new URL('./sync-simulator.ts', import.meta.url), {
    workerData: {
      email: EMAIL,
      messages,
      threadSize: 4,
      quotaProfile,
      latencyMs: ROUND_TRIP_MS,
      timeScale,
    } satisfies SyncSimulatorData,
  })
  const [ready] = (await once(worker, 'message')) as [SyncSimulatorReady]
  const store = await openStore({
    databaseUrl: null,
    file: join(folder, 'mail.db'),
    clock,
    logger,
    migrationsFolder: resolve(import.meta.dirname, '../drizzle'),
  })
  await insertUser(store)
  await insertAccount(store, 'account', EMAIL)
  const provider = createGmailProvider({
    tokens: tokensFrom({ ...ready.tokens, tokenUrl: `${ready.url}/token`, client: ready.client }),
    endpoints: endpointsOf({ googleApiUrl: ready.url, googleOauthUrl: ready.url }),
    clock,
    logger,
    quotaProfile,
  })
  const events = createEventBus(logger)
  const engine = createSyncEngine({
    store,
    providers: { open: () => Promise.resolve(provider), close: quiet },
    events,
    clock,
    logger,
  })
  return {
    async measure() {
      worker.postMessage('measure')
      const [measure] = (await once(worker, 'message')) as [SyncMeasure]
      return measure
    },
    store,
    engine,
    until: (fits) =>
      new Promise((resolve) => {
        const leave = events.subscribe((_userId, event) => {
          if (!fits(event)) return
          leave()
          resolve()
        })
      }),
    async dispose() {
      await engine.stop()
      await store.close()
      worker.postMessage('stop')
      await once(worker, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
