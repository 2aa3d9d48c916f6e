import type { ProviderError } from '#core/ports/provider.ts'

/** The result of one part of a batch request. */
export type BatchPartResult = { ok: true; data: unknown } | { ok: false; error: ProviderError }

/** The longest Retry-After of the throttled parts, in milliseconds, or null if none was throttled. */
export function longestRetryAfterMs(outcomes: readonly BatchPartResult[]): number | null {
  const waits = outcomes.flatMap((outcome) =>
    !outcome.ok && outcome.error.failure.kind === 'throttled'
      ? [outcome.error.failure.retryAfterMs ?? 0]
      : [],
  )
  return waits.length === 0 ? null : Math.max(...waits)
}
