import type { Clock } from '#core/ports/clock.ts'

/** Time that stands still until it is moved on. */
export interface ManualClock extends Clock {
  /** Lets time pass; who has slept long enough wakes. */
  advance(ms: number): void
  /** When the next sleeper wakes, epoch milliseconds; Infinity where nobody sleeps. */
  nextWakeUpAt(): number
}

export function createManualClock(start: number): ManualClock {
  let now = start
  const sleepers = new Set<{ until: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const sleeper = { until: now + Math.max(0, ms), wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => {
          if (sleepers.delete(sleeper)) reject(signal.reason as Error)
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
    nextWakeUpAt: () => Math.min(...[...sleepers].map((sleeper) => sleeper.until)),
  }
}
