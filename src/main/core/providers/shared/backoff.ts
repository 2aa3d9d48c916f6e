import type { Clock } from '#core/ports/clock.ts'
import { LONGEST_WAIT_MS } from '#core/http/retry-after.ts'

/** The silence a provider asked for by refusing a request. */
export interface Backoff {
  /** Epoch milliseconds; in the past where there is none. */
  until(): number
  /** A refusal; a server that names no time, or one that has passed, gets a growing pause. */
  throttled(retryAfterMs: number | null): void
  /** An answer: refusals are forgotten a little. */
  succeeded(): void
}

const MIN_BACKOFF_MS = 250
const MAX_COUNTED_REFUSALS = 6

/**
 * @param options.random 0 to 1; spreads the pauses for which the server names no time (full jitter)
 * @param options.forgetting how many refusals an answer makes up for
 */
export function createBackoff(options: {
  clock: Clock
  random: () => number
  recoveryPerSuccess: number
}): Backoff {
  const { clock, random, recoveryPerSuccess: forgetting } = options
  let pausedUntil = 0
  let refusals = 0
  return {
    until: () => pausedUntil,
    throttled(retryAfterMs) {
      refusals = Math.min(refusals + 1, MAX_COUNTED_REFUSALS)
      const own = MIN_BACKOFF_MS + random() * MIN_BACKOFF_MS * 2 ** refusals
      const pause = Math.min(Math.max(retryAfterMs ?? 0, own), LONGEST_WAIT_MS)
      pausedUntil = Math.max(pausedUntil, clock.now() + pause)
    },
    succeeded() {
      refusals = Math.max(0, refusals - forgetting)
    },
  }
}
