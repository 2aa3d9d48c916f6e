import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'

export type Priority = 'user' | 'background'

export interface AcquireOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  /** Told the time before which nothing can be granted, when that is more than a moment away. */
  onWaiting?: ((untilMs: number) => void) | undefined
}

export interface Limiter {
  /**
   * Waits until `requests` may be sent together, as one batch where there are several, and answers
   * what to call once the answer is here. A user's call throws `throttled` rather than wait long.
   */
  acquire(requests: number, options: AcquireOptions): Promise<() => void>
  /** The service refused for its limits: nothing goes out until then. */
  throttled(retryAfterMs: number | null): void
  usage(): { usedLastMinute: number; limitPerMinute: number }
}

/** Per application and mailbox: requests in ten minutes, and requests at the same time. */
const REQUESTS = 10_000
const WINDOW_MS = 600_000
const CONCURRENT = 4
/** What background work leaves for the person. */
const RESERVED = { requests: 300, concurrent: 1 }
const LONGEST_USER_WAIT_MS = 20_000
const WAITING_IS_WORTH_TELLING_MS = 2_000
const LONGEST_PAUSE_MS = 3_600_000

interface Waiter {
  requests: number
  priority: Priority
  onWaiting: ((untilMs: number) => void) | undefined
  grant: (done: () => void) => void
  fail: (error: ProviderError) => void
}

/**
 * Keeps one mailbox inside Graph's limits: three requests at a time and one more for the person's
 * own, 10,000 in any ten minutes, and silence for as long as the service asks. The service carries
 * out a batch four requests at a time, so a batch goes alone.
 *
 * @param options.random 0 to 1; spreads the pauses for which the service names no time
 */
export function createLimiter(options: {
  clock: Clock
  random?: () => number
  /** For tests. Default 10,000. */
  requestsPerWindow?: number
}): Limiter {
  const { clock, random = Math.random, requestsPerWindow = REQUESTS } = options
  const reserve = Math.min(RESERVED.requests, Math.floor(requestsPerWindow / 20))
  const queues: Record<Priority, Waiter[]> = { user: [], background: [] }
  let spent: { at: number; requests: number }[] = []
  let inFlight = 0
  let pausedUntil = 0
  let refusals = 0
  let timer: AbortController | null = null

  const used = (sinceMs: number): number => {
    const now = clock.now()
    spent = spent.filter(({ at }) => at > now - WINDOW_MS)
    return spent.reduce((sum, { at, requests }) => sum + (at > now - sinceMs ? requests : 0), 0)
  }

  /** When so many more requests fit into the window. */
  const roomAt = (requests: number, limit: number): number => {
    let left = used(WINDOW_MS) + requests
    if (left <= limit) return clock.now()
    for (const entry of spent) {
      left -= entry.requests
      if (left <= limit) return entry.at + WINDOW_MS + 1
    }
    return clock.now() + WINDOW_MS
  }

  const weightOf = ({ requests }: Waiter): number => Math.min(requests, CONCURRENT)

  /** Whether a place is free; a batch of many needs all of them. */
  const fits = (waiter: Waiter): boolean => {
    const weight = weightOf(waiter)
    const places = CONCURRENT - (waiter.priority === 'user' ? 0 : RESERVED.concurrent)
    return inFlight === 0 || inFlight + weight <= places
  }

  const take = (waiter: Waiter): void => {
    const weight = weightOf(waiter)
    inFlight += weight
    spent.push({ at: clock.now(), requests: waiter.requests })
    let isDone = false
    waiter.grant(() => {
      if (isDone) return
      isDone = true
      inFlight -= weight
      refusals = Math.max(0, refusals - 0.1)
      pump()
    })
  }

  function pump(): void {
    timer?.abort()
    timer = null
    for (;;) {
      const waiter = queues.user[0] ?? queues.background[0]
      // Nobody overtakes: a batch would wait for ever behind single requests.
      if (!waiter || !fits(waiter)) return
      const now = clock.now()
      const limit = requestsPerWindow - (waiter.priority === 'user' ? 0 : reserve)
      const from = Math.max(pausedUntil, roomAt(waiter.requests, limit))
      if (from <= now) {
        queues[waiter.priority].shift()
        take(waiter)
        continue
      }
      if (waiter.priority === 'user' && from - now > LONGEST_USER_WAIT_MS) {
        queues.user.shift()
        waiter.fail(
          new ProviderError('throttled', 'Outlook asks to wait before the next request.', {
            retryAfterMs: from - now,
          }),
        )
        continue
      }
      if (from - now > WAITING_IS_WORTH_TELLING_MS) waiter.onWaiting?.(from)
      lookAgain(Math.max(1, from - now))
      return
    }
  }

  const lookAgain = (ms: number): void => {
    const alarm = new AbortController()
    timer = alarm
    clock.sleep(ms, alarm.signal).then(
      () => {
        if (timer === alarm) pump()
      },
      // Only ever aborted by the next look.
      () => undefined,
    )
  }

  return {
    acquire(requests, { priority, signal, onWaiting }) {
      signal?.throwIfAborted()
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          const place = queues[priority].indexOf(waiter)
          if (place < 0) return
          queues[priority].splice(place, 1)
          reject(signal?.reason as Error)
          pump()
        }
        const settled = (): void => signal?.removeEventListener('abort', leave)
        const waiter: Waiter = {
          requests,
          priority,
          onWaiting,
          grant: (done) => {
            settled()
            resolve(done)
          },
          fail: (error) => {
            settled()
            reject(error)
          },
        }
        queues[priority].push(waiter)
        signal?.addEventListener('abort', leave, { once: true })
        pump()
      })
    },
    throttled(retryAfterMs) {
      refusals = Math.min(refusals + 1, 6)
      const jittered = 250 + random() * 250 * 2 ** refusals
      const pause = Math.max(retryAfterMs ?? 0, jittered)
      pausedUntil = Math.max(pausedUntil, clock.now() + Math.min(pause, LONGEST_PAUSE_MS))
      pump()
    },
    usage: () => ({
      usedLastMinute: used(60_000),
      limitPerMinute: Math.floor((requestsPerWindow * 60_000) / WINDOW_MS),
    }),
  }
}
