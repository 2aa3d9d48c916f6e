import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports/clock.ts'
import type { ReadRepositories, Store } from '#core/ports/store.ts'
import { watchFetch } from '../sync/first-sync-in-virtual-time.ts'
import { createManualClock } from './manual-clock.ts'

/** Turns of the event loop without work in flight after which only sleepers are left. */
const QUIET_TURNS = 20

/**
 * Time that stands still while a request or a query is under way and jumps to the next sleeper
 * otherwise, so that an hour of an engine on a real database passes in seconds.
 */
export interface WorkClock extends Clock {
  /** The same store, whose queries hold the time. */
  watch(store: Store): Store
  /** Lets so much time pass, in milliseconds. */
  pass(ms: number): Promise<void>
  /** Requests made since the clock was created. */
  requests(): number
  /** Takes the watch off the network. */
  dispose(): void
}

export function createWorkClock(start = Date.UTC(2026, 5, 1)): WorkClock {
  const clock = createManualClock(start)
  const network = watchFetch()
  let queries = 0

  async function counted<T>(work: () => Promise<T>): Promise<T> {
    queries += 1
    try {
      return await work()
    } finally {
      queries -= 1
    }
  }

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await setImmediate()
      quiet = queries + network.inFlight() > 0 ? 0 : quiet + 1
    }
  }

  async function pass(ms: number): Promise<void> {
    const end = clock.now() + ms
    for (;;) {
      await settle()
      const next = clock.nextWakeUpAt()
      if (next > end) break
      clock.advance(Math.max(0, next - clock.now()))
    }
    clock.advance(end - clock.now())
    await settle()
  }

  function watch(store: Store): Store {
    return {
      ...store,
      read: watchReads(store.read, counted),
      transaction: (work) => counted(() => store.transaction(work)),
    }
  }

  return {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    watch,
    pass,
    requests: () => network.count(),
    dispose: () => network.restore(),
  }
}

function watchReads(
  read: ReadRepositories,
  counted: <T>(work: () => Promise<T>) => Promise<T>,
): ReadRepositories {
  return new Proxy(read, {
    get(target, name) {
      const repository: unknown = Reflect.get(target, name)
      if (typeof repository !== 'object' || repository === null) return repository
      return new Proxy(repository, {
        get(object, method) {
          const found: unknown = Reflect.get(object, method)
          if (typeof found !== 'function') return found
          return (...args: unknown[]): Promise<unknown> =>
            counted(async () => (await Reflect.apply(found, object, args)) as unknown)
        },
      })
    },
  })
}
