import { ProviderError } from '../ports/provider.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/services.ts'

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 10 * 60_000

/** Remembers what failed, how often in a row, and until when it has to wait. */
export interface FailureLog {
  mustWait(key: string): boolean
  /** Logs the first failure of a series. Returns how long to wait, in milliseconds. */
  failed(key: string, error: unknown): number
  succeeded(key: string): void
  /** Until the first of those that wait may go on; Infinity where none waits. */
  shortestWaitMs(): number
}

/** Back-off per key, doubling with each failure in a row, with jitter. */
export function createFailureLog(deps: {
  clock: Clock
  logger: Logger
  random: () => number
}): FailureLog {
  const series = new Map<string, { count: number; until: number }>()
  const { clock } = deps

  function failed(key: string, error: unknown): number {
    const count = (series.get(key)?.count ?? 0) + 1
    if (count === 1) deps.logger.warn({ err: error, backfill: key }, 'a backfill waits')
    const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(count - 1, 20))
    const asked = error instanceof ProviderError ? (error.failure.retryAfterMs ?? 0) : 0
    const waitMs = Math.max(asked, Math.round(bound / 2 + (deps.random() * bound) / 2))
    series.set(key, { count, until: clock.now() + waitMs })
    return waitMs
  }

  return {
    failed,
    mustWait: (key) => (series.get(key)?.until ?? -Infinity) > clock.now(),
    succeeded: (key) => void series.delete(key),
    shortestWaitMs() {
      const waits = [...series.values()].map(({ until }) => until - clock.now())
      return Math.max(1, Math.min(...waits.filter((wait) => wait > 0)))
    },
  }
}
