import type { Clock } from '#core/ports/clock.ts'

/** Time that moves only when a test says so. */
export interface FrozenClock extends Clock {
  /** Moves on, and wakes who slept until then. */
  advance(ms: number): void
  /** Sleepers that are neither woken nor aborted. */
  sleeping(): number
}

export function frozenClock(start = Date.UTC(2026, 2, 14, 9, 26, 53)): FrozenClock {
  let now = start
  const sleepers = new Set<{ until: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          reject(signal.reason as Error)
        })
      }),
    advance(ms) {
      now += ms
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue
        sleepers.delete(sleeper)
        sleeper.wake()
      }
    },
    sleeping: () => sleepers.size,
  }
}
