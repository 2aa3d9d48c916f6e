import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError, type MailProvider, type SyncCursor } from '#core/ports/provider.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { startSimulator, type FaultRule, type Simulator } from '#simulator/start-simulator.ts'
import { backoffMs } from '../../../src/main/core/sync/backoff.ts'
import { createRandom } from '../../../simulator/control/seeded-random.ts'
import { createManualClock, type ManualClock } from '../clocks/manual-clock.ts'
import { silentLogger } from '../database/test-store.ts'
import { googleEndpointsOf } from './insert-account.ts'
import { createMemorySyncContext, type MemorySyncContext } from './memory-sync-context.ts'

export interface FirstSyncOptions {
  provider: 'gmail' | 'outlook'
  messages: number
  /** Gmail's price list; default `legacy`. */
  quotaProfile?: 'legacy' | 'current'
  faults?: readonly FaultRule[]
  /** What a person does while the sync runs. */
  meanwhile?: (person: {
    provider: MailProvider
    clock: Clock
    stored: () => string[]
  }) => Promise<void>
}

export interface FirstSyncResult {
  /** Virtual time from the start until everything was fetched. */
  elapsedMs: number
  stored: number
  backlog: number
  requests: number
  /** Round trips of refused requests and of batches with refused parts, and the waits they asked for. */
  refusedMs: number
  /** How often the whole sync failed and was started again, as the engine does. */
  restarts: number
}

const ROUND_TRIP_MS = 80
const POLL_INTERVAL_MS = 20_000
/** The engine's own waits after a failed sync and before what could not be fetched is tried again. */
const RESTART_BACKOFF = { firstMs: 2_000, longestMs: 300_000 }
const BACKLOG_BACKOFF = { firstMs: 30_000, longestMs: 900_000 }
/** Turns of the event loop without a request in flight after which only sleepers are left. */
const QUIET_TURNS = 100
const MAX_IDLE_REAL_MS = 10_000

/**
 * Runs a first sync of a simulated account to its end, on a clock that stands still while a request
 * is answered and jumps to the next sleeper otherwise. The elapsed time is therefore the provider's
 * and the limits' time only, and does not depend on how fast this machine is. Each request takes 80
 * milliseconds. Nothing is stored in a database.
 */
export async function firstSyncInVirtualTime(options: FirstSyncOptions): Promise<FirstSyncResult> {
  const clock = createManualClock(Date.UTC(2026, 5, 1))
  const { quotaProfile = 'legacy', faults = [] } = options
  const simulator = await startSimulator({ now: () => clock.now(), quotaProfile })
  const network = watchFetch()
  try {
    const provider = openProvider(simulator, clock, options)
    for (const rule of faults) simulator.faults.add(rule)
    const stop = new AbortController()
    const memory = createMemorySyncContext({
      signal: stop.signal,
      nextPoll: () => clock.sleep(POLL_INTERVAL_MS, stop.signal),
    })
    const sync = syncToTheEnd(provider, clock, memory)
    const person = options.meanwhile?.({ provider, clock, stored: memory.stored })
    const [synced] = await runOn(clock, network, Promise.all([sync, person]))
    stop.abort(new Error('The sync has ended'))
    return { ...synced, requests: network.count(), refusedMs: network.refusedMs() }
  } finally {
    network.restore()
    await simulator.close()
  }
}

function openProvider(
  simulator: Simulator,
  clock: Clock,
  { provider, messages, quotaProfile = 'legacy' }: FirstSyncOptions,
): MailProvider {
  const mail = { messages, threadSize: 4 }
  const random = createRandom(1)
  if (provider === 'gmail') {
    const email = 'first@mail.example'
    simulator.accounts.create({ email, messages: mail })
    const { accessToken } = simulator.issueTokens(email, [
      'https://www.googleapis.com/auth/gmail.modify',
    ])
    return createGmailProvider({
      tokens: delayedToken(clock, accessToken),
      endpoints: googleEndpointsOf(simulator),
      clock,
      logger: silentLogger,
      quotaProfile,
      random: () => random.next(),
    })
  }
  const email = 'first@contoso.example'
  simulator.accounts.createMicrosoft({ email, messages: mail, folders: ['Projects', 'Receipts'] })
  const { accessToken } = simulator.issueMicrosoftTokens(email, ['User.Read', 'Mail.ReadWrite'])
  return createOutlookProvider({
    tokens: delayedToken(clock, accessToken),
    endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
    clock,
    logger: silentLogger,
    random: () => random.next(),
  })
}

/** A token source that takes the time of a round trip: it is asked once before each request. */
function delayedToken(clock: Clock, token: string): AccessTokenSource {
  return {
    async getAccessToken() {
      await clock.sleep(ROUND_TRIP_MS)
      return token
    },
    invalidate: () => undefined,
  }
}

/** Starts the sync again after a failure, and again for what is left, with the engine's waits. */
async function syncToTheEnd(
  provider: MailProvider,
  clock: Clock,
  memory: MemorySyncContext,
): Promise<Omit<FirstSyncResult, 'requests' | 'refusedMs'>> {
  const began = clock.now()
  let cursor: SyncCursor | null = null
  let restarts = 0
  for (let failures = 0, leftovers = 0; ;) {
    try {
      for await (const step of provider.initialSync({ ...memory.context, syncCursor: cursor })) {
        memory.commit(step)
        cursor = step.syncCursor
        failures = 0
      }
      if (memory.backlogSize() === 0) break
      leftovers += 1
      await clock.sleep(backoffMs(leftovers, BACKLOG_BACKOFF, 0.5))
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      failures += 1
      restarts += 1
      if (restarts > 1_000) throw error
      const waitMs = backoffMs(failures, RESTART_BACKOFF, 0.5)
      await clock.sleep(Math.max(waitMs, error.failure.retryAfterMs ?? 0))
    }
  }
  const elapsedMs = clock.now() - began
  return { elapsedMs, stored: memory.stored().length, backlog: memory.backlogSize(), restarts }
}

export interface WatchedNetwork {
  inFlight(): number
  count(): number
  refusedMs(): number
  restore(): void
}

/** Counts the requests in flight. A response is handed over once its whole body has arrived. */
export function watchFetch(): WatchedNetwork {
  const original = globalThis.fetch
  let inFlight = 0
  let count = 0
  let refusedMs = 0
  globalThis.fetch = async (...args) => {
    inFlight += 1
    count += 1
    try {
      const response = await original(...args)
      const body = response.body === null ? null : await response.arrayBuffer()
      const { status, statusText, headers } = response
      refusedMs += refusedTimeOf(response, body)
      const hasBody = body !== null && status !== 204 && status !== 304
      return new Response(hasBody ? body : null, { status, statusText, headers })
    } finally {
      inFlight -= 1
    }
  }
  return {
    inFlight: () => inFlight,
    count: () => count,
    refusedMs: () => refusedMs,
    restore: () => {
      globalThis.fetch = original
    },
  }
}

/** The time that a refused request takes: its round trip and the wait that it asks for. */
function refusedTimeOf({ status, headers }: Response, body: ArrayBuffer | null): number {
  if (status >= 400) return ROUND_TRIP_MS + 1_000 * Number(headers.get('retry-after') ?? 0)
  const text = new TextDecoder().decode(body ?? new ArrayBuffer())
  const asked = [...text.matchAll(/"Retry-After":"(\d+)"/gu)].map(([, seconds]) => Number(seconds))
  const longestMs = 1_000 * Math.max(0, ...asked)
  return longestMs > 0 ? ROUND_TRIP_MS + longestMs : 0
}

async function runOn<T>(clock: ManualClock, network: WatchedNetwork, work: Promise<T>): Promise<T> {
  const state = { isDone: false }
  const done = (): void => {
    state.isDone = true
  }
  work.then(done, done)
  let lastAdvanceAt = performance.now()
  for (let quietTurns = 0; ;) {
    await setImmediate()
    if (state.isDone) return work
    quietTurns = network.inFlight() > 0 ? 0 : quietTurns + 1
    if (quietTurns < QUIET_TURNS) continue
    quietTurns = 0
    const next = clock.nextWakeUpAt()
    if (next === Infinity) {
      // A library may be loading a module; that takes real time, but not for ever.
      if (performance.now() - lastAdvanceAt < MAX_IDLE_REAL_MS) continue
      throw new Error('Nothing sleeps, and the sync is not done')
    }
    lastAdvanceAt = performance.now()
    clock.advance(Math.max(0, next - clock.now()))
  }
}
