import type { Account } from '#shared/contract/accounts.ts'

/** What a sign-in that was started has come to. */
export type ConnectionOutcome =
  | { kind: 'waiting' }
  | { kind: 'connected'; emailAddress: string }
  | { kind: 'failed'; message: string | null }

/**
 * Reads the outcome from the account itself, so that a lost event changes nothing. `startedAt` is
 * when the sign-in began (ms); an account that was connected before answers `connected` only once
 * the attempt is over, which its status cannot tell: then the caller passes `announced`, set by the
 * event.
 */
export function connectionOutcome(
  account: Account | undefined,
  attempt: { startedAt: number; wasConnected: boolean; announced: boolean },
): ConnectionOutcome {
  if (account === undefined) return { kind: 'waiting' }
  const { status, lastError, emailAddress } = account
  const failedSince =
    lastError !== null &&
    lastError.code === 'account_connect_auth_error' &&
    Date.parse(lastError.at) >= attempt.startedAt
  if (failedSince && status !== 'connecting') return { kind: 'failed', message: lastError.message }
  if (status === 'connected' && (!attempt.wasConnected || attempt.announced)) {
    return { kind: 'connected', emailAddress: emailAddress ?? account.displayLabel }
  }
  if (status === 'disconnected' || (status === 'reauth_required' && attempt.announced)) {
    return { kind: 'failed', message: lastError?.message ?? null }
  }
  return { kind: 'waiting' }
}

/** Minutes and seconds until a time, as `4:07`; `0:00` once it has passed. */
export function countdown(untilIso: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(untilIso) - now) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
