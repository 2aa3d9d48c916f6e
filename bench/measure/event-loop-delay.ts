import { monitorEventLoopDelay } from 'node:perf_hooks'
import { percentile } from './bench-result.ts'

export interface EventLoopDelay {
  /** By the clock on the wall, monitorEventLoopDelay: what other processes take counts as well. */
  wall: { max: number; p99: number }
  /** By this thread's own processor time between two turns of a 1 ms timer: what the code costs. */
  own: { max: number; p99: number }
}

const RESOLUTION_MS = 1

/** Watches this thread's event loop; answers its delays in milliseconds and stops. */
export function measureEventLoopDelay(): () => EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const own: number[] = []
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const now = process.threadCpuUsage()
    own.push((now.user + now.system - last.user - last.system) / 1_000)
    last = now
  }, RESOLUTION_MS)
  histogram.enable()
  return () => {
    histogram.disable()
    clearInterval(timer)
    return {
      wall: {
        max: histogram.max / 1e6 - RESOLUTION_MS,
        p99: Math.max(0, histogram.percentile(99) / 1e6 - RESOLUTION_MS),
      },
      own: { max: own.reduce((most, ms) => Math.max(most, ms), 0), p99: percentile(own, 0.99) },
    }
  }
}
