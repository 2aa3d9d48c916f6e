import type { ProviderError } from '#core/ports/provider.ts'

/** The result of one part of a batch request. */
export type BatchPartResult = { ok: true; data: unknown } | { ok: false; error: ProviderError }

/** What a rate limiter learns from responses. */
interface ResponseListener {
  throttled(retryAfterMs: number | null): void
  succeeded(): void
}

/**
 * Tells the rate limiter how a batch went. If at least half of the parts were throttled, the account's
 * limit is used up, and all requests have to wait. If fewer were, for example because too many parts
 * ran at once, only those parts wait for their retry.
 */
export function reportBatch(limiter: ResponseListener, outcomes: readonly BatchPartResult[]): void {
  const waits = outcomes.flatMap((outcome) =>
    !outcome.ok && outcome.error.failure.kind === 'throttled'
      ? [outcome.error.failure.retryAfterMs ?? 0]
      : [],
  )
  if (waits.length > 0 && waits.length * 2 >= outcomes.length) limiter.throttled(Math.max(...waits))
  else if (outcomes.some(({ ok }) => ok)) limiter.succeeded()
}
