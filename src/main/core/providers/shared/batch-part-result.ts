import type { ProviderError } from '#core/ports/provider.ts'

/** What became of one part of a batch. */
export type BatchPartResult = { ok: true; data: unknown } | { ok: false; error: ProviderError }

/** The longest wait that refused parts ask for in milliseconds, or null where none was throttled. */
export function longestRetryAfterMs(outcomes: readonly BatchPartResult[]): number | null {
  const waits = outcomes.flatMap((outcome) =>
    !outcome.ok && outcome.error.failure.kind === 'throttled'
      ? [outcome.error.failure.retryAfterMs ?? 0]
      : [],
  )
  return waits.length === 0 ? null : Math.max(...waits)
}
