import type { Clock } from '#core/ports/clock.ts'
import { createBackoff } from '../../shared/backoff.ts'
import {
  createRequestQueue,
  type AcquireOptions,
  type Priority,
} from '../../shared/request-queue.ts'

export interface RateLimiter {
  /**
   * Waits until `requests` may be sent together; several are one batch. Returns a function to call
   * once the response has arrived. A user call that would wait for long throws `throttled`.
   */
  acquire(requests: number, options: AcquireOptions): Promise<() => void>
  /** To be called when Graph throttled a request: nothing is sent until its Retry-After has passed. */
  throttled(retryAfterMs: number | null): void
  /** To be called after each successful response. */
  succeeded(): void
  usage(): { usedLastMinute: number; limitPerMinute: number }
}

/** Graph's limits per application and mailbox: requests in ten minutes, and concurrent requests. */
const MAX_REQUESTS_PER_WINDOW = 10_000
const WINDOW_MS = 600_000
const MAX_CONCURRENT_REQUESTS = 4
/** What background work leaves free for user requests. */
const RESERVED_FOR_USER = { requests: 300, concurrent: 1 }
/** The most requests of the background, or parts of its batches, that run at the same time. */
export const MAX_BACKGROUND_REQUESTS = MAX_CONCURRENT_REQUESTS - RESERVED_FOR_USER.concurrent

/**
 * Keeps one mailbox inside Graph's limits: three concurrent background requests and one more for the
 * user, 10,000 in any ten minutes, and none until a Retry-After has passed. Graph runs four requests
 * of a batch at a time, so a larger batch is sent while no other request is in flight.
 *
 * @param options.random 0 to 1; spreads waits without a Retry-After
 */
export function createRateLimiter(options: {
  clock: Clock
  random?: () => number
  /** For tests. Default 10,000. */
  requestsPerWindow?: number
}): RateLimiter {
  const { clock, random = Math.random, requestsPerWindow = MAX_REQUESTS_PER_WINDOW } = options
  const reserve = Math.min(RESERVED_FOR_USER.requests, Math.floor(requestsPerWindow / 20))
  const backoff = createBackoff({ clock, random })
  let spent: { at: number; requests: number }[] = []
  let inFlight = 0

  const used = (sinceMs: number): number => {
    const now = clock.now()
    spent = spent.filter(({ at }) => at > now - WINDOW_MS)
    return spent.reduce((sum, { at, requests }) => sum + (at > now - sinceMs ? requests : 0), 0)
  }

  /** The time from which this many more requests fit into the window, in epoch milliseconds. */
  const roomAt = (requests: number, limit: number): number => {
    let total = used(WINDOW_MS) + requests
    if (total <= limit) return clock.now()
    for (const entry of spent) {
      total -= entry.requests
      if (total <= limit) return entry.at + WINDOW_MS + 1
    }
    return clock.now() + WINDOW_MS
  }

  /** Whether enough concurrency slots are free; a batch of four or more needs all of them. */
  const fits = (weight: number, priority: Priority): boolean => {
    const slots = priority === 'user' ? MAX_CONCURRENT_REQUESTS : MAX_BACKGROUND_REQUESTS
    return inFlight === 0 || inFlight + weight <= slots
  }

  const take = (requests: number, weight: number): (() => void) => {
    inFlight += weight
    spent.push({ at: clock.now(), requests })
    let isDone = false
    return () => {
      if (isDone) return
      isDone = true
      inFlight -= weight
      queue.advance()
    }
  }

  const queue = createRequestQueue<number, () => void>({
    clock,
    waitTooLongMessage: 'Outlook asks to wait before the next request.',
    decide(requests, priority, now) {
      const weight = Math.min(requests, MAX_CONCURRENT_REQUESTS)
      if (!fits(weight, priority)) return { kind: 'stay' }
      const limit = requestsPerWindow - (priority === 'user' ? 0 : reserve)
      const untilMs = Math.max(backoff.until(), roomAt(requests, limit))
      if (untilMs > now) return { kind: 'wait', untilMs }
      return { kind: 'grant', granted: take(requests, weight) }
    },
  })

  return {
    acquire: (requests, options) => queue.enqueue(requests, options),
    throttled(retryAfterMs) {
      backoff.throttled(retryAfterMs)
      queue.advance()
    },
    succeeded: () => backoff.succeeded(),
    usage: () => ({
      usedLastMinute: used(60_000),
      limitPerMinute: Math.floor((requestsPerWindow * 60_000) / WINDOW_MS),
    }),
  }
}
