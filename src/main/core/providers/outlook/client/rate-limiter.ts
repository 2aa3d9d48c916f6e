import type { Clock } from '#core/ports/clock.ts'
import { createBackoff } from '../../shared/backoff.ts'
import {
  createRequestQueue,
  type AcquireOptions,
  type Priority,
} from '../../shared/request-queue.ts'

export interface RateLimiter {
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
const MAX_REQUESTS_PER_WINDOW = 10_000
const WINDOW_MS = 600_000
const MAX_CONCURRENT_REQUESTS = 4
/** What background work leaves for the person. */
const RESERVED_FOR_USER = { requests: 300, concurrent: 1 }
/**
 * Keeps one mailbox inside Graph's limits: three requests at a time and one more for the person's
 * own, 10,000 in any ten minutes, and silence for as long as the service asks. The service carries
 * out a batch four requests at a time, so a batch goes alone.
 *
 * @param options.random 0 to 1; spreads the pauses for which the service names no time
 */
export function createRateLimiter(options: {
  clock: Clock
  random?: () => number
  /** For tests. Default 10,000. */
  requestsPerWindow?: number
}): RateLimiter {
  const { clock, random = Math.random, requestsPerWindow = MAX_REQUESTS_PER_WINDOW } = options
  const reserve = Math.min(RESERVED_FOR_USER.requests, Math.floor(requestsPerWindow / 20))
  const pause = createBackoff({ clock, random, recoveryPerSuccess: 0.1 })
  let spent: { at: number; requests: number }[] = []
  let inFlight = 0

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

  /** Whether a place is free; a batch of many needs all of them. */
  const fits = (weight: number, priority: Priority): boolean => {
    const places =
      MAX_CONCURRENT_REQUESTS - (priority === 'user' ? 0 : RESERVED_FOR_USER.concurrent)
    return inFlight === 0 || inFlight + weight <= places
  }

  const take = (requests: number, weight: number): (() => void) => {
    inFlight += weight
    spent.push({ at: clock.now(), requests })
    let isDone = false
    return () => {
      if (isDone) return
      isDone = true
      inFlight -= weight
      pause.succeeded()
      line.advance()
    }
  }

  const line = createRequestQueue<number, () => void>({
    clock,
    waitTooLongMessage: 'Outlook asks to wait before the next request.',
    decide(requests, priority, now) {
      const weight = Math.min(requests, MAX_CONCURRENT_REQUESTS)
      if (!fits(weight, priority)) return { kind: 'stay' }
      const limit = requestsPerWindow - (priority === 'user' ? 0 : reserve)
      const untilMs = Math.max(pause.until(), roomAt(requests, limit))
      if (untilMs > now) return { kind: 'wait', untilMs }
      return { kind: 'grant', granted: take(requests, weight) }
    },
  })

  return {
    acquire: (requests, options) => line.enqueue(requests, options),
    throttled(retryAfterMs) {
      pause.throttled(retryAfterMs)
      line.advance()
    },
    usage: () => ({
      usedLastMinute: used(60_000),
      limitPerMinute: Math.floor((requestsPerWindow * 60_000) / WINDOW_MS),
    }),
  }
}
