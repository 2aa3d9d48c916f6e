import type { Clock } from '#core/ports/clock.ts'
import { LONGEST_WAIT_MS } from '#core/http/retry-after.ts'

/** When requests to a provider may be sent again after it refused some, for example with a 429. */
export interface Backoff {
  /** The time until which to wait, in epoch milliseconds; a time in the past if there is no wait. */
  until(): number
  /**
   * Records a refusal. All requests wait for its Retry-After. Without one, a refusal among successful
   * responses delays only its own request; from the third in a row on all requests wait, longer each
   * time.
   */
  throttled(retryAfterMs: number | null): void
  /** Records a successful response: the refusals before it were not in a row with later ones. */
  succeeded(): void
}

const MIN_BACKOFF_MS = 250
/** Refusals in a row without a Retry-After that delay only their own requests. */
const FREE_REFUSALS = 2
const MAX_COUNTED_REFUSALS = 7

/** @param options.random 0 to 1; spreads waits without a Retry-After (full jitter) */
export function createBackoff(options: { clock: Clock; random: () => number }): Backoff {
  const { clock, random } = options
  let waitUntil = 0
  let refusalsInARow = 0
  return {
    until: () => waitUntil,
    throttled(retryAfterMs) {
      refusalsInARow = Math.min(refusalsInARow + 1, MAX_COUNTED_REFUSALS)
      const counted = refusalsInARow - FREE_REFUSALS
      const backoffMs =
        counted <= 0 ? 0 : MIN_BACKOFF_MS + random() * MIN_BACKOFF_MS * 2 ** (counted + 1)
      const waitMs = Math.min(Math.max(retryAfterMs ?? 0, backoffMs), LONGEST_WAIT_MS)
      waitUntil = Math.max(waitUntil, clock.now() + waitMs)
    },
    succeeded() {
      refusalsInARow = 0
    },
  }
}
