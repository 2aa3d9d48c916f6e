import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { Intent } from './request-error.ts'
import type { Priority } from './request-queue.ts'

/** What a request does, its priority, and the signal that aborts it. */
export interface CallOptions {
  intent: Intent
  priority: Priority
  signal?: AbortSignal | undefined
  onWaiting?: ((untilMs: number) => void) | undefined
}

const MAX_ATTEMPTS: Readonly<Record<Priority, number>> = { user: 4, background: 8 }
const FIRST_WAIT_MS = 200
const LONGEST_OWN_WAIT_MS = 10_000
/** The longest wait before a retry; if a longer one is needed the caller gets the error. */
const MAX_RETRY_WAIT_MS: Readonly<Record<Priority, number>> = { user: 3_000, background: 120_000 }

/** The clock, and random numbers from 0 to 1 that spread the waits before retries. */
export interface RetryTiming {
  clock: Clock
  random: () => number
}

/**
 * Retries a call that failed temporarily, a few times and with growing waits; never a send. Only this
 * call waits: whether others have to wait as well is up to the rate limiter.
 */
export async function retry<T>(
  { clock, random }: RetryTiming,
  call: CallOptions,
  once: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once()
    } catch (error) {
      const waitMs =
        call.intent === 'send' ? null : retryDelayMs(error, attempt, call.priority, random())
      if (waitMs === null) throw error
      await clock.sleep(waitMs, call.signal)
    }
  }
}

/**
 * How long to wait before a retry, in milliseconds, or null if the request should not be retried.
 *
 * @param attempt the number of attempts so far
 * @param random 0 to 1; the wait without a Retry-After is between half and one and a half times as long
 */
export function retryDelayMs(
  error: unknown,
  attempt: number,
  priority: Priority,
  random: number,
): number | null {
  if (!(error instanceof ProviderError) || attempt >= MAX_ATTEMPTS[priority]) return null
  const { kind, retryAfterMs } = error.failure
  const ownWaitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_OWN_WAIT_MS)
  const waitMs = Math.max(retryAfterMs ?? 0, ownWaitMs * (0.5 + random))
  const isTemporary = kind === 'server' || kind === 'throttled'
  return isTemporary && waitMs <= MAX_RETRY_WAIT_MS[priority] ? waitMs : null
}
