import type { Clock } from '#core/ports/clock.ts'
import { createBackoff } from '../../shared/backoff.ts'
import {
  createRequestQueue,
  type AcquireOptions,
  type QueueDecision,
  type Priority,
} from '../../shared/request-queue.ts'
import { createSlidingWindow, type WindowEntry } from './sliding-window.ts'

/** Granted quota units. All of them count as used, unless they are given back before sending. */
export interface QuotaGrant {
  readonly units: number
  /** Gives back the units above this number. To be called before the request is sent. */
  reduceTo(units: number): void
  /** Moves some of the units to a grant for another request that is sent at the same time. */
  split(units: number): QuotaGrant
  /** To be called once the response has arrived: Gmail counts the units no later than now. */
  done(): void
}

export interface QuotaAcquireOptions extends AcquireOptions {
  /** The least number of units to grant at once, for background work that can be made smaller. */
  atLeast?: number
}

export interface RateLimiter {
  /** Waits until the units may be used. A user call that would wait for long throws `throttled`. */
  acquire(units: number, options: QuotaAcquireOptions): Promise<QuotaGrant>
  /**
   * To be called when Gmail throttled a request, or most parts of a batch: waits for its Retry-After
   * and lowers what background work may use, at most once a minute. A minute later it is whole again.
   */
  throttled(retryAfterMs: number | null): void
  /** To be called after each successful response. */
  succeeded(): void
  /** The units that background work may use in any minute. */
  backgroundBudget(): number
  usage(): { usedLastMinute: number; limitPerMinute: number }
}

const MINUTE_MS = 60_000
/** How far background work may get ahead of its even pace after it was idle. */
const MAX_BURST_MS = 5_000
/**
 * A request waits for all its units if they become free within this share of the time that the even
 * pace needs for them. Units that are used in small pieces become free in the same small pieces a
 * minute later, so waiting once makes all later batches larger.
 */
const MAX_COALESCE_SHARE = 0.55
/** The share of the budget that is used right after Gmail throttled. */
const SHARE_AFTER_REFUSAL = 0.8

interface QuotaRequest {
  units: number
  atLeast: number
}

/**
 * Keeps one account inside its quota: never more than the budget in any rolling minute, however late
 * Gmail counts a request. Background work may use an idle minute's budget in one burst, and keeps an
 * even pace afterwards. User calls go first and have a reserve. When Gmail throttles, the budget is
 * lowered, and recovers within a minute; if it is refused again and again, all requests wait longer
 * each time (backoff.ts).
 */
export function createRateLimiter(options: {
  clock: Clock
  unitsPerMinute: number
  /** Share of the budget that background work leaves for user calls. Default 0.1. */
  reserve?: number
  /** The longest assumed time from sending a request until Gmail counts it. Default 1 s. */
  jitterMs?: number
  /** 0 to 1; spreads waits without a Retry-After. */
  random?: () => number
}): RateLimiter {
  const { clock, unitsPerMinute, reserve = 0.1, jitterMs = 1_000, random = Math.random } = options
  const all = createSlidingWindow(jitterMs)
  const backoff = createBackoff({ clock, random })
  let isBurst = true
  /** When an even pace allows the next background grant. */
  let pacedFrom = 0
  let loweredAt = -Infinity

  /** What all requests, or those of the background, may use in any minute. */
  const budget = (priority: Priority): number => {
    if (priority === 'user') return unitsPerMinute
    const recovered = Math.min(1, (clock.now() - loweredAt) / MINUTE_MS)
    const share = SHARE_AFTER_REFUSAL + (1 - SHARE_AFTER_REFUSAL) * recovered
    return Math.max(1, Math.floor(unitsPerMinute * (1 - reserve) * share))
  }

  const take = (units: number, priority: Priority): QueueDecision<QuotaGrant> => {
    const entry: WindowEntry = { units, sentAt: clock.now(), respondedAt: null }
    all.add(entry)
    return { kind: 'grant', granted: spendOf(entry, priority) }
  }

  const spendOf = (entry: WindowEntry, priority: Priority): QuotaGrant => ({
    get units() {
      return entry.units
    },
    reduceTo(units) {
      if (units >= entry.units) return
      if (priority === 'background') {
        pacedFrom -= ((entry.units - units) * MINUTE_MS) / budget('background')
      }
      entry.units = units
      queue.advance()
    },
    split(units) {
      const part: WindowEntry = { ...entry, units }
      entry.units -= units
      all.add(part)
      return spendOf(part, priority)
    },
    done() {
      if (entry.respondedAt === null) {
        entry.respondedAt = clock.now()
        queue.advance()
      }
    },
  })

  const forUser = ({ units }: QuotaRequest, now: number): QueueDecision<QuotaGrant> => {
    if (now < backoff.until()) return { kind: 'wait', untilMs: backoff.until() }
    const limit = budget('user')
    const needed = Math.min(units, limit)
    if (all.usedUnits(now) + needed <= limit) return take(units, 'user')
    return { kind: 'wait', untilMs: all.freeAt(limit - needed, now) }
  }

  const forBackground = (wanted: QuotaRequest, now: number): QueueDecision<QuotaGrant> => {
    if (now < backoff.until()) return { kind: 'wait', untilMs: backoff.until() }
    if (!isBurst && now < pacedFrom) return { kind: 'wait', untilMs: pacedFrom }
    const limit = budget('background')
    const needed = Math.min(wanted.units, limit)
    // User calls count here as well, so the whole reserve is always free for the next of them.
    const free = limit - all.usedUnits(now)
    const freeAt = (units: number): number => all.freeAt(limit - units, now)
    // A request of more than the whole budget that cannot be made smaller needs the whole budget.
    const atLeast = Math.min(wanted.atLeast, limit)
    if (free < needed) {
      const wholeAt = freeAt(needed)
      const coalesceMs = (MAX_COALESCE_SHARE * needed * MINUTE_MS) / limit
      if (free < atLeast || (!isBurst && wholeAt - now <= coalesceMs)) {
        if (isBurst) pacedFrom = now
        isBurst = false
        return { kind: 'wait', untilMs: free < atLeast ? freeAt(atLeast) : wholeAt }
      }
    }
    // The budget may have been lowered since the request was queued.
    const units = Math.max(wanted.atLeast, Math.min(wanted.units, free))
    if (!isBurst) {
      pacedFrom = Math.max(pacedFrom, now - MAX_BURST_MS) + (units * MINUTE_MS) / limit
    }
    return take(units, 'background')
  }

  const queue = createRequestQueue<QuotaRequest, QuotaGrant>({
    clock,
    waitTooLongMessage: 'Gmail’s limit for this account is used up for now.',
    decide: (wanted, priority, now) =>
      priority === 'user' ? forUser(wanted, now) : forBackground(wanted, now),
  })

  return {
    acquire(units, { atLeast = units, ...options }) {
      const isIdle = queue.length('background') === 0 && all.usedUnits(clock.now()) === 0
      if (isIdle) isBurst = true
      return queue.enqueue({ units, atLeast: Math.min(atLeast, units) }, options)
    },
    throttled(retryAfterMs) {
      const now = clock.now()
      backoff.throttled(retryAfterMs)
      if (now - loweredAt >= MINUTE_MS) {
        loweredAt = now
        all.widen()
      }
      if (backoff.until() > now) isBurst = false
      queue.advance()
    },
    succeeded: () => backoff.succeeded(),
    backgroundBudget: () => budget('background'),
    usage: () => ({ usedLastMinute: all.usedUnits(clock.now()), limitPerMinute: unitsPerMinute }),
  }
}
