import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports/clock.ts'

/** Time that jumps to the next sleeper once nothing else is left to do. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the work is done. Throws where it waits for something that is no sleep. */
  run<T>(work: Promise<T>): Promise<T>
}

export function virtualClock(start = 1_800_000_000_000): VirtualClock {
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
    async run(work) {
      const state = { isDone: false }
      const done = (): void => {
        state.isDone = true
      }
      work.then(done, done)
      for (;;) {
        await setImmediate()
        if (state.isDone) return work
        const next = Math.min(...[...sleepers].map((sleeper) => sleeper.until))
        if (next === Infinity) throw new Error('Nothing sleeps, and the work is not done')
        now = Math.max(now, next)
        for (const sleeper of sleepers) {
          if (sleeper.until > now) continue
          sleepers.delete(sleeper)
          sleeper.wake()
        }
      }
    },
  }
}
