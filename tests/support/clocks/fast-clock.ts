import { systemClock } from '#core/platform/system-clock.ts'
import type { Clock } from '#core/ports/clock.ts'

/** Real time, `scale` times as fast: what waits a minute waits 60/scale seconds. */
export function createFastClock(scale: number): Clock {
  const began = Date.now()
  return {
    now: () => Math.floor(began + (Date.now() - began) * scale),
    sleep: (ms, signal) => systemClock.sleep(ms / scale, signal),
  }
}
