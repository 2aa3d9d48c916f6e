import type { Clock } from '#core/ports/clock.ts'
import { LONGEST_WAIT_MS } from '#core/http/retry-after.ts'

/** When requests to a provider may be sent again after it refused one, for example with a 429. */
export interface Backoff {
  /** The time until which to wait, in epoch milliseconds; a time in the past if there is no wait. */
  until(): number
  /** Records a refusal. Without a usable Retry-After the wait grows with each refusal. */
  throttled(retryAfterMs: number | null): void
  /** Records a successful response, which lowers the count of refusals. */
  succeeded(): void
}

const MIN_BACKOFF_MS = 250
const MAX_COUNTED_REFUSALS = 6

/**
 * @param options.random 0 to 1; spreads waits without a Retry-After (full jitter)
 * @param options.recoveryPerSuccess by how much a successful response lowers the count of refusals
 */
export function createBackoff(options: {
  clock: Clock
  random: () => number
  recoveryPerSuccess: number
}): Backoff {
  const { clock, random, recoveryPerSuccess } = options
  let waitUntil = 0
  let refusals = 0
  return {
    until: () => waitUntil,
    throttled(retryAfterMs) {
      refusals = Math.min(refusals + 1, MAX_COUNTED_REFUSALS)
      const backoffMs = MIN_BACKOFF_MS + random() * MIN_BACKOFF_MS * 2 ** refusals
      const waitMs = Math.min(Math.max(retryAfterMs ?? 0, backoffMs), LONGEST_WAIT_MS)
      waitUntil = Math.max(waitUntil, clock.now() + waitMs)
    },
    succeeded() {
      refusals = Math.max(0, refusals - recoveryPerSuccess)
    },
  }
}
