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

const MAX_ATTEMPTS = 4
/** The longest wait before a retry; if a longer one is needed the caller gets the error. */
const MAX_RETRY_WAIT_MS: Readonly<Record<Priority, number>> = { user: 3_000, background: 120_000 }

/** Retries a call that failed temporarily, a few times and with growing waits; never a send. */
export async function retry<T>(
  clock: Clock,
  call: CallOptions,
  once: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once()
    } catch (error) {
      const waitMs = call.intent === 'send' ? null : retryDelayMs(error, attempt, call.priority)
      if (waitMs === null) throw error
      await clock.sleep(waitMs, call.signal)
    }
  }
}

/**
 * How long to wait before a retry, in milliseconds, or null if the request should not be retried.
 *
 * @param attempt the number of attempts so far
 */
export function retryDelayMs(error: unknown, attempt: number, priority: Priority): number | null {
  if (!(error instanceof ProviderError) || attempt >= MAX_ATTEMPTS) return null
  const { kind, retryAfterMs } = error.failure
  const waitMs = Math.max(retryAfterMs ?? 0, 200 * 2 ** attempt)
  const isTemporary = kind === 'server' || kind === 'throttled'
  return isTemporary && waitMs <= MAX_RETRY_WAIT_MS[priority] ? waitMs : null
}
