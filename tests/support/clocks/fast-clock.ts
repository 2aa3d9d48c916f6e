import { systemClock } from '#core/platform/system-clock.ts'
import type { Clock } from '#core/ports/clock.ts'

/**
 * Real time, `scale` times as fast: what waits a minute waits 60/scale seconds. Two of them agree
 * where they have the same scale and beginning, also in two processes.
 */
export function createFastClock(scale: number, began = Date.now()): Clock {
  return {
    now: () => Math.floor(began + (Date.now() - began) * scale),
    sleep: (ms, signal) => systemClock.sleep(ms / scale, signal),
  }
}
