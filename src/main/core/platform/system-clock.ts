import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'

// setTimeout overflows past 2^31 - 1 ms and would fire at once.
const LONGEST_TIMER_MS = 2_147_483_647

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms
    do {
      const slice = Math.min(Math.max(left, 0), LONGEST_TIMER_MS)
      await delay(slice, undefined, signal ? { signal, ref: true } : {}).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error
      })
      left -= slice
    } while (left > 0)
  },
}
