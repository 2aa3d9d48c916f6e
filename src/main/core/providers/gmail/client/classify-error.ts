import { fieldOf } from '#shared/domain/is-record.ts'
import { parseRetryAfter, retryAfterOf } from '#core/http/retry-after.ts'
import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'
import {
  lostResponseKind,
  textOf,
  type HttpErrorResponse,
  type Intent,
} from '../../shared/request-error.ts'

const RATE_REASONS = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'concurrentLimitExceeded',
  'quotaExceeded',
  'RATE_LIMIT_EXCEEDED',
])
const DAILY_REASONS = new Set(['dailyLimitExceeded', 'dailyLimitExceededUnreg', 'limitExceeded'])
const SCOPE_REASONS = new Set(['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'])
const DAILY_WAIT_MS = 3_600_000

/** Classifies an HTTP error response. `now` is in epoch milliseconds. */
export function classifyErrorResponse(
  failure: HttpErrorResponse,
  intent: Intent,
  now: number,
): ProviderError {
  const { status } = failure
  const { message, reasons, delays } = parseGoogleError(failure.body)
  const hints = [
    retryAfterInMessage(message, now),
    ...delays.map((delay) => parseRetryDelay(delay, now)),
  ]
  const retryAfterMs = retryAfterOf(failure.header, now, hints) ?? undefined
  const make = (kind: ProviderErrorKind, text: string, waitMs = retryAfterMs): ProviderError =>
    new ProviderError(kind, text, { retryAfterMs: waitMs })
  // A Retry-After of 0 for a daily limit would be retried without end: wait for an hour instead.
  const dailyWait = retryAfterMs === 0 ? DAILY_WAIT_MS : (retryAfterMs ?? DAILY_WAIT_MS)
  const said = message === '' ? `HTTP ${status}` : message

  if (status === 401) return make('auth', 'Google no longer accepts this sign-in.')
  // A page of HTML or truncated JSON is not Gmail's error, so it proves neither a refusal nor a 404.
  if (status !== 429 && message === '' && reasons.length === 0) {
    return make(lostResponseKind(intent), `Gmail failed (HTTP ${status}).`)
  }
  if (status === 400 && /mail service not enabled/iu.test(message)) {
    return make(
      'mailbox_unavailable',
      `This mailbox cannot be reached. Gmail is not turned on for the account; its administrator can turn it on. Google says: ${said}`,
    )
  }
  if (status === 404 || status === 410) return make('not_found', `Gmail does not have it: ${said}`)
  if (status === 403 || status === 429) {
    if (reasons.some((reason) => DAILY_REASONS.has(reason)) || /daily/iu.test(message)) {
      return make('throttled', `A Gmail limit is reached: ${said}`, dailyWait)
    }
    if (status === 429 || reasons.some((reason) => RATE_REASONS.has(reason))) {
      return make('throttled', 'Gmail asked to go slower.')
    }
    if (reasons.some((reason) => SCOPE_REASONS.has(reason))) {
      return make('auth', 'MailManager was not given access to this mail. Sign in again.')
    }
    return make('rejected', `Gmail refused: ${said}`)
  }
  if (status === 408 || status >= 500 || status < 400) {
    return make(lostResponseKind(intent), `Gmail failed (HTTP ${status}).`)
  }
  return make('rejected', `Gmail refused: ${said}`)
}

/** Gmail sends the end of a sending limit in the message: `Retry after 2026-03-14T09:26:53Z`. */
function retryAfterInMessage(message: string, now: number): number | null {
  const time = /retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/iu.exec(message)?.[1]
  return time === undefined ? null : parseRetryAfter(time, now)
}

/** Parses the `retryDelay` of a `google.rpc.RetryInfo`, such as `3.5s`. */
function parseRetryDelay(delay: string, now: number): number | null {
  return delay.endsWith('s') ? parseRetryAfter(delay.slice(0, -1), now) : null
}

/** Google's error body: `{error: {message, errors: [{reason}], details: [{reason, retryDelay}]}}`. */
function parseGoogleError(body: unknown): {
  message: string
  reasons: string[]
  delays: string[]
} {
  const error = fieldOf(body, 'error')
  const entries = [fieldOf(error, 'errors'), fieldOf(error, 'details')].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  )
  const all = (name: string): string[] =>
    entries.map((entry) => textOf(entry, name)).filter((text) => text !== '')
  return { message: textOf(error, 'message'), reasons: all('reason'), delays: all('retryDelay') }
}
