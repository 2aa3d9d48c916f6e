import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import { createSpendWindow, type SpendEntry } from './spend-window.ts'

export type Priority = 'user' | 'background'

/** Units that were granted; in doubt all of them count. */
export interface Spend {
  readonly units: number
  /** Gives back what the request turned out not to need, before it is sent. */
  reduceTo(units: number): void
  /** Moves some of the units to a request of its own that leaves at the same time. */
  split(units: number): Spend
  /** The answer is here: the server cannot count these units later than now. */
  done(): void
}

export interface AcquireOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  /** Background work that can be cut to size takes what is free, down to this many units. */
  atLeast?: number
  /** Told the time before which nothing can be granted, when that is more than a moment away. */
  onWaiting?: ((untilMs: number) => void) | undefined
}

export interface Limiter {
  /** Waits until the units may be spent. A user's call throws `throttled` rather than wait long. */
  acquire(units: number, options: AcquireOptions): Promise<Spend>
  /** The server refused for quota: it counts differently than we do, or wants a pause. */
  throttled(retryAfterMs: number | null): void
  /** Units background work may have in any minute. */
  backgroundBudget(): number
  usage(): { usedLastMinute: number; limitPerMinute: number }
}

const MINUTE_MS = 60_000
/** How far background work may run ahead of an even pace after a pause of its own making. */
const SLACK_MS = 5_000
/**
 * Where all the units asked for come free within this share of their own pace they are waited for.
 * What is spent in small pieces comes free in the same small pieces a minute later, so it pays to
 * join them once.
 */
const COALESCE = 0.55
const LONGEST_USER_WAIT_MS = 20_000
const WAITING_IS_WORTH_TELLING_MS = 2_000

interface Waiter {
  units: number
  atLeast: number
  onWaiting: ((untilMs: number) => void) | undefined
  grant: (spend: Spend) => void
  fail: (error: ProviderError) => void
}

/**
 * Spends one account's quota: never more than the budget in any rolling minute as the server may
 * see it, a burst into an unused minute, an even pace afterwards. User calls go first and have a
 * small reserve. Throttling by the server narrows the budget, which then slowly recovers.
 */
export function createLimiter(options: {
  clock: Clock
  unitsPerMinute: number
  /** Share of the budget that background work leaves for the person. Default 0.02. */
  reserve?: number
  /** A request is taken to be counted at most this long after it was sent. Default 1 s. */
  jitterMs?: number
}): Limiter {
  const { clock, unitsPerMinute, reserve = 0.02, jitterMs = 1_000 } = options
  const all = createSpendWindow(jitterMs)
  /** The part of it that background work spent; what the person spends comes out of the reserve. */
  const background = createSpendWindow(jitterMs)
  const queues: Record<Priority, Waiter[]> = { user: [], background: [] }
  let isBurst = true
  /** When an even pace allows the next background grant. */
  let pacedFrom = 0
  let pausedUntil = 0
  let share = 1
  let shareChangedAt = 0
  let refusals = 0
  let timer: AbortController | null = null

  const budget = (priority: Priority): number => {
    const recovered = Math.floor((clock.now() - shareChangedAt) / MINUTE_MS) * 0.02
    const whole = unitsPerMinute * Math.min(1, share + recovered)
    return Math.max(1, Math.floor(priority === 'user' ? whole : whole * (1 - reserve)))
  }

  const take = (waiter: Waiter, units: number, priority: Priority): void => {
    const entry: SpendEntry = { units, sentAt: clock.now(), settledAt: null }
    all.add(entry)
    if (priority === 'background') background.add(entry)
    waiter.grant(spendOf(entry, priority))
  }

  const spendOf = (entry: SpendEntry, priority: Priority): Spend => ({
    get units() {
      return entry.units
    },
    reduceTo(units) {
      if (units >= entry.units) return
      pacedFrom -= ((entry.units - units) * MINUTE_MS) / budget('background')
      entry.units = units
      pump()
    },
    split(units) {
      const part: SpendEntry = { ...entry, units }
      entry.units -= units
      all.add(part)
      if (priority === 'background') background.add(part)
      return spendOf(part, priority)
    },
    done() {
      if (entry.settledAt === null) {
        entry.settledAt = clock.now()
        refusals = Math.max(0, refusals - 0.05)
        pump()
      }
    },
  })

  /** Grants the head of the user queue or answers when to look again. */
  const tryUser = (waiter: Waiter, now: number): number | null => {
    if (now < pausedUntil) return pausedUntil
    const limit = budget('user')
    const needed = Math.min(waiter.units, limit)
    if (all.used(now) + needed <= limit) {
      take(waiter, waiter.units, 'user')
      return null
    }
    return all.freeAt(limit - needed, now)
  }

  const tryBackground = (waiter: Waiter, now: number): number | null => {
    if (now < pausedUntil) return pausedUntil
    if (!isBurst && now < pacedFrom) return pacedFrom
    const limit = budget('background')
    // Half of the reserve stays free even where the person has spent more than all of it.
    const whole = Math.ceil((limit + budget('user')) / 2)
    const needed = Math.min(waiter.units, limit)
    const free = Math.min(limit - background.used(now), whole - all.used(now))
    const freeAt = (units: number): number =>
      Math.max(background.freeAt(limit - units, now), all.freeAt(whole - units, now))
    if (free < needed) {
      const wholeAt = freeAt(needed)
      const coalesceMs = (COALESCE * needed * MINUTE_MS) / limit
      if (free < waiter.atLeast || (!isBurst && wholeAt - now <= coalesceMs)) {
        if (isBurst) pacedFrom = now
        isBurst = false
        return free < waiter.atLeast ? freeAt(Math.min(waiter.atLeast, limit)) : wholeAt
      }
    }
    const units = free >= needed ? waiter.units : free
    if (!isBurst) {
      pacedFrom = Math.max(pacedFrom, now - SLACK_MS) + (units * MINUTE_MS) / limit
    }
    take(waiter, units, 'background')
    return null
  }

  function pump(): void {
    timer?.abort()
    timer = null
    for (;;) {
      const now = clock.now()
      const priority = queues.user.length > 0 ? 'user' : 'background'
      const waiter = queues[priority][0]
      if (!waiter) return
      const again = priority === 'user' ? tryUser(waiter, now) : tryBackground(waiter, now)
      if (again === null) {
        queues[priority].shift()
        continue
      }
      if (priority === 'user' && again - now > LONGEST_USER_WAIT_MS) {
        queues.user.shift()
        waiter.fail(
          new ProviderError('throttled', 'Gmail’s limit for this account is used up for now.', {
            retryAfterMs: again - now,
          }),
        )
        continue
      }
      if (again - now > WAITING_IS_WORTH_TELLING_MS) waiter.onWaiting?.(again)
      lookAgain(Math.max(1, again - now))
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
    acquire(units, { priority, signal, atLeast = units, onWaiting }) {
      signal?.throwIfAborted()
      const isIdle = queues.background.length === 0 && all.used(clock.now()) === 0
      if (isIdle) isBurst = true
      return new Promise<Spend>((resolve, reject) => {
        const leave = (): void => {
          const queue = queues[priority]
          const place = queue.indexOf(waiter)
          if (place < 0) return
          queue.splice(place, 1)
          reject(signal?.reason as Error)
          pump()
        }
        const settled = (): void => signal?.removeEventListener('abort', leave)
        const waiter: Waiter = {
          units,
          atLeast: Math.min(atLeast, units),
          onWaiting,
          grant: (spend) => {
            settled()
            resolve(spend)
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
      const now = clock.now()
      refusals = Math.min(refusals + 1, 6)
      // A server that names no time, or a time that has passed, gets a growing pause.
      const pause = Math.max(retryAfterMs ?? 0, 250 * 2 ** refusals)
      pausedUntil = Math.max(pausedUntil, now + Math.min(pause, MINUTE_MS * 60))
      // One lesson per ten seconds: the parts of one batch are refused together.
      if (now - shareChangedAt > 10_000 || share === 1) {
        share = Math.max(0.5, budget('user') / unitsPerMinute - 0.01)
        shareChangedAt = now
        all.widen()
        background.widen()
      }
      isBurst = false
      pump()
    },
    backgroundBudget: () => budget('background'),
    usage: () => ({ usedLastMinute: all.used(clock.now()), limitPerMinute: unitsPerMinute }),
  }
}
