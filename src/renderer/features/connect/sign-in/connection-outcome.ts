import type { Account } from '#shared/contract/accounts.ts'

/** Why a sign-in came to nothing. */
export interface SignInFailure {
  /** The core’s words, in English. */
  message: string
  /** Which failure it is; its words are `connect.reason.*`. Null where nobody knows. */
  reason: string | null
  /** Where an administrator approves the application, or null. */
  approvalUrl: string | null
}

/** What a sign-in that was started has come to. */
export type ConnectionOutcome =
  | { kind: 'waiting' }
  | { kind: 'connected'; emailAddress: string }
  | { kind: 'failed'; failure: SignInFailure }

/**
 * Reads the outcome from the account itself, so that a lost event changes nothing. The account must
 * have been read after the sign-in began: that clears the error of an earlier one.
 */
export function getConnectionOutcome(account: Account | undefined): ConnectionOutcome {
  if (account === undefined) return { kind: 'waiting' }
  const { status, lastError, emailAddress, displayLabel } = account
  if (status === 'connected') {
    return { kind: 'connected', emailAddress: emailAddress ?? displayLabel }
  }
  const failure = findSignInFailure(lastError)
  if (status !== 'connecting' && failure !== null) return { kind: 'failed', failure }
  return { kind: 'waiting' }
}

/** The failure of an account’s last sign-in, or null where its last error is of another kind. */
export function findSignInFailure(lastError: Account['lastError']): SignInFailure | null {
  if (lastError?.code !== 'account_connect_auth_error') return null
  const { message, reason, helpUrl } = lastError
  return { message, reason: reason ?? null, approvalUrl: helpUrl ?? null }
}

/** Minutes and seconds until a time, as `4:07`; `0:00` once it has passed. `now` is ms. */
export function formatCountdown(untilIso: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(untilIso) - now) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
