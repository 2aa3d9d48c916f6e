import type { Account } from '#shared/contract/accounts.ts'

/** What a sign-in that was started has come to. */
export type ConnectionOutcome =
  | { kind: 'waiting' }
  | { kind: 'connected'; emailAddress: string }
  | { kind: 'failed'; message: string }

/**
 * Reads the outcome from the account itself, so that a lost event changes nothing. The account must
 * have been read after the sign-in began: that clears the error of an earlier one.
 */
export function connectionOutcome(account: Account | undefined): ConnectionOutcome {
  if (account === undefined) return { kind: 'waiting' }
  const { status, lastError, emailAddress, displayLabel } = account
  if (status === 'connected') {
    return { kind: 'connected', emailAddress: emailAddress ?? displayLabel }
  }
  if (status !== 'connecting' && lastError !== null) {
    return { kind: 'failed', message: lastError.message }
  }
  return { kind: 'waiting' }
}

/** Minutes and seconds until a time, as `4:07`; `0:00` once it has passed. `now` is ms. */
export function countdown(untilIso: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(untilIso) - now) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
