import { setTimeout as sleepReal } from 'node:timers/promises'

/** The simulator's time: it can run faster than real time and be moved forward. */
export interface SimulatorClock {
  /** Milliseconds since the epoch, on the simulator's clock. */
  readonly now: () => number
  /** Moves the clock forward by `ms` of simulator time. */
  advance(ms: number): void
  /** Waits `ms` of simulator time: at `timeScale` N that takes ms / N. */
  sleep(ms: number): Promise<void>
  readonly timeScale: number
}

/** A clock that starts at `startAt` (or at the real time) and runs `timeScale` times as fast. */
export function createClock(options: {
  timeScale: number
  real: () => number
  startAt?: number
}): SimulatorClock {
  const { timeScale, real } = options
  const began = real()
  const base = options.startAt ?? began
  let offset = 0
  return {
    timeScale,
    now: () => Math.floor(base + (real() - began) * timeScale + offset),
    advance: (ms) => {
      if (!(ms >= 0)) throw new Error('The clock only moves forward')
      offset += ms
    },
    sleep: async (ms) => {
      if (ms > 0) await sleepReal(ms / timeScale)
    },
  }
}
