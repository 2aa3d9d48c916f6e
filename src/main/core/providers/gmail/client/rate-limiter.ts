import type { Clock } from '#core/ports/clock.ts'
import { createBackoff } from '../../shared/backoff.ts'
import {
  createRequestQueue,
  type AcquireOptions,
  type QueueDecision,
  type Priority,
} from '../../shared/request-queue.ts'
import { createSlidingWindow, type WindowEntry } from './sliding-window.ts'

/** Units that were granted; in doubt all of them count. */
export interface QuotaGrant {
  readonly units: number
  /** Gives back what the request turned out not to need, before it is sent. */
  reduceTo(units: number): void
  /** Moves some of the units to a request of its own that leaves at the same time. */
  split(units: number): QuotaGrant
  /** The answer is here: the server cannot count these units later than now. */
  done(): void
}

export interface QuotaAcquireOptions extends AcquireOptions {
  /** Background work that can be cut to size takes what is free, down to this many units. */
  atLeast?: number
}

export interface RateLimiter {
  /** Waits until the units may be spent. A user's call throws `throttled` rather than wait long. */
  acquire(units: number, options: QuotaAcquireOptions): Promise<QuotaGrant>
  /** The server refused for quota: it counts differently than we do, or wants a pause. */
  throttled(retryAfterMs: number | null): void
  /** Units background work may have in any minute. */
  backgroundBudget(): number
  usage(): { usedLastMinute: number; limitPerMinute: number }
}

const MINUTE_MS = 60_000
/** How far background work may run ahead of an even pace after a pause of its own making. */
const MAX_BURST_MS = 5_000
/**
 * Where all the units asked for come free within this share of their own pace they are waited for.
 * What is spent in small pieces comes free in the same small pieces a minute later, so it pays to
 * join them once.
 */
const MAX_COALESCE_SHARE = 0.55

interface QuotaRequest {
  units: number
  atLeast: number
}

/**
 * Spends one account's quota: never more than the budget in any rolling minute as the server may
 * see it, a burst into an unused minute, an even pace afterwards. User calls go first and have a
 * small reserve. Throttling by the server narrows the budget, which then slowly recovers.
 */
export function createRateLimiter(options: {
  clock: Clock
  unitsPerMinute: number
  /** Share of the budget that background work leaves for the person. Default 0.02. */
  reserve?: number
  /** A request is taken to be counted at most this long after it was sent. Default 1 s. */
  jitterMs?: number
  /** 0 to 1; spreads the pauses for which Gmail names no time. */
  random?: () => number
}): RateLimiter {
  const { clock, unitsPerMinute, reserve = 0.02, jitterMs = 1_000, random = Math.random } = options
  const all = createSlidingWindow(jitterMs)
  /** The part of it that background work spent; what the person spends comes out of the reserve. */
  const background = createSlidingWindow(jitterMs)
  const pause = createBackoff({ clock, random, recoveryPerSuccess: 0.05 })
  let isBurst = true
  /** When an even pace allows the next background grant. */
  let pacedFrom = 0
  let share = 1
  let shareChangedAt = 0

  const budget = (priority: Priority): number => {
    const recovered = Math.floor((clock.now() - shareChangedAt) / MINUTE_MS) * 0.02
    const whole = unitsPerMinute * Math.min(1, share + recovered)
    return Math.max(1, Math.floor(priority === 'user' ? whole : whole * (1 - reserve)))
  }

  const take = (units: number, priority: Priority): QueueDecision<QuotaGrant> => {
    const entry: WindowEntry = { units, sentAt: clock.now(), respondedAt: null }
    all.add(entry)
    if (priority === 'background') background.add(entry)
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
      line.advance()
    },
    split(units) {
      const part: WindowEntry = { ...entry, units }
      entry.units -= units
      all.add(part)
      if (priority === 'background') background.add(part)
      return spendOf(part, priority)
    },
    done() {
      if (entry.respondedAt === null) {
        entry.respondedAt = clock.now()
        pause.succeeded()
        line.advance()
      }
    },
  })

  const forUser = ({ units }: QuotaRequest, now: number): QueueDecision<QuotaGrant> => {
    if (now < pause.until()) return { kind: 'wait', untilMs: pause.until() }
    const limit = budget('user')
    const needed = Math.min(units, limit)
    if (all.usedUnits(now) + needed <= limit) return take(units, 'user')
    return { kind: 'wait', untilMs: all.freeAt(limit - needed, now) }
  }

  const forBackground = (wanted: QuotaRequest, now: number): QueueDecision<QuotaGrant> => {
    if (now < pause.until()) return { kind: 'wait', untilMs: pause.until() }
    if (!isBurst && now < pacedFrom) return { kind: 'wait', untilMs: pacedFrom }
    const limit = budget('background')
    // Half of the reserve stays free even where the person has spent more than all of it.
    const whole = Math.ceil((limit + budget('user')) / 2)
    const needed = Math.min(wanted.units, limit)
    const free = Math.min(limit - background.usedUnits(now), whole - all.usedUnits(now))
    const freeAt = (units: number): number =>
      Math.max(background.freeAt(limit - units, now), all.freeAt(whole - units, now))
    // What can't be cut and is more than the whole budget goes once all of the budget is free.
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
    // The budget may have shrunk since it was asked for.
    const units = Math.max(wanted.atLeast, Math.min(wanted.units, free))
    if (!isBurst) {
      pacedFrom = Math.max(pacedFrom, now - MAX_BURST_MS) + (units * MINUTE_MS) / limit
    }
    return take(units, 'background')
  }

  const line = createRequestQueue<QuotaRequest, QuotaGrant>({
    clock,
    waitTooLongMessage: 'Gmail’s limit for this account is used up for now.',
    decide: (wanted, priority, now) =>
      priority === 'user' ? forUser(wanted, now) : forBackground(wanted, now),
  })

  return {
    acquire(units, { atLeast = units, ...options }) {
      const isIdle = line.length('background') === 0 && all.usedUnits(clock.now()) === 0
      if (isIdle) isBurst = true
      return line.enqueue({ units, atLeast: Math.min(atLeast, units) }, options)
    },
    throttled(retryAfterMs) {
      const now = clock.now()
      pause.throttled(retryAfterMs)
      // One lesson per ten seconds: the parts of one batch are refused together.
      if (now - shareChangedAt > 10_000 || share === 1) {
        share = Math.max(0.5, budget('user') / unitsPerMinute - 0.01)
        shareChangedAt = now
        all.widen()
        background.widen()
      }
      isBurst = false
      line.advance()
    },
    backgroundBudget: () => budget('background'),
    usage: () => ({ usedLastMinute: all.usedUnits(clock.now()), limitPerMinute: unitsPerMinute }),
  }
}
