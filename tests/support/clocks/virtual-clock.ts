import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports/clock.ts'
import { createManualClock } from './manual-clock.ts'

/** Time that jumps to the next sleeper once nothing else is left to do. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the work is done. Throws where it waits for something that is no sleep. */
  run<T>(work: Promise<T>): Promise<T>
}

export function createVirtualClock(start = 1_800_000_000_000): VirtualClock {
  const clock = createManualClock(start)
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    async run(work) {
      const state = { isDone: false }
      const done = (): void => {
        state.isDone = true
      }
      work.then(done, done)
      for (;;) {
        await setImmediate()
        if (state.isDone) return work
        const next = clock.nextWakeUpAt()
        if (next === Infinity) throw new Error('Nothing sleeps, and the work is not done')
        clock.advance(Math.max(0, next - clock.now()))
      }
    },
  }
}
