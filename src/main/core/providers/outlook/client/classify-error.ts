import { fieldOf } from '#shared/domain/is-record.ts'
import { retryAfterOf } from '#core/http/retry-after.ts'
import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'
import {
  lostResponseKind,
  textOf,
  type HttpErrorResponse,
  type Intent,
} from '../../shared/request-error.ts'

/** Graph's error codes for throttling, some of which come with another status than 429. */
const RATE_CODES = new Set([
  'TooManyRequests',
  'ApplicationThrottled',
  'ErrorTooManyObjectsOpened',
  'ErrorServerBusy',
  'ErrorMailboxMoveInProgress',
])
/** Error codes of daily sending limits. They are retried after an hour at the earliest. */
const DAILY_CODES = new Set(['ErrorExceededMessageLimit', 'ErrorMessageSubmissionBlocked'])
const EXPIRED_CODES = new Set(['SyncStateNotFound', 'SyncStateInvalid', 'ResyncRequired'])
/**
 * Codes about the whole mailbox: on-premises, without a licence, moved or blocked. Some come with 404,
 * which would otherwise mean that one message is not found.
 */
const MAILBOX_CODES = new Set([
  'MailboxNotEnabledForRESTAPI',
  'MailboxNotSupportedForRESTAPI',
  'MailboxNotHostedInExchangeOnline',
  'ErrorNonExistentMailbox',
  'ErrorMissingMailbox',
  'ErrorInvalidUser',
  'ErrorAccountDisabled',
  'ErrorAccountSuspend',
])
const DAILY_WAIT_MS = 3_600_000

/** Classifies an HTTP error response. `now` is in epoch milliseconds. */
export function classifyErrorResponse(
  failure: HttpErrorResponse,
  intent: Intent,
  now: number,
): ProviderError {
  const { status } = failure
  const { code, message } = parseGraphError(failure.body)
  const retryAfterMs = retryAfterOf(failure.header, now) ?? undefined
  const make = (kind: ProviderErrorKind, text: string, waitMs = retryAfterMs): ProviderError =>
    new ProviderError(kind, text, { retryAfterMs: waitMs })
  // A Retry-After of 0 for a daily limit would be retried without end: wait for an hour instead.
  const dailyWait = retryAfterMs === 0 ? DAILY_WAIT_MS : (retryAfterMs ?? DAILY_WAIT_MS)
  const said = message === '' ? `HTTP ${status}` : message

  if (MAILBOX_CODES.has(code)) {
    return make(
      'mailbox_unavailable',
      `This mailbox cannot be reached. It may be inactive, without a licence, or kept on a server of your organisation; its administrator can tell. Microsoft says: ${said}`,
    )
  }
  if (status === 401) return make('auth', 'Microsoft no longer accepts this sign-in.')
  if (status === 410 || EXPIRED_CODES.has(code)) {
    return make('cursor_expired', 'Outlook no longer knows where the last sync ended.')
  }
  if (DAILY_CODES.has(code)) {
    return make('throttled', `An Outlook limit is reached: ${said}`, dailyWait)
  }
  if (status === 429 || RATE_CODES.has(code)) {
    return make('throttled', 'Outlook asked to go slower.')
  }
  // A page of HTML or truncated JSON is not Graph's error, so it proves neither a refusal nor a 404.
  if (status < 500 && code === '' && message === '') {
    return make(lostResponseKind(intent), `Outlook failed (HTTP ${status}).`)
  }
  if (status === 404) return make('not_found', `Outlook does not have it: ${said}`)
  if (status === 403 && code === 'ErrorAccessDenied') {
    return make('auth', 'MailManager was not given access to this mail. Sign in again.')
  }
  // 503 with Retry-After: the request was not carried out, so it is throttling.
  if (status === 503 && retryAfterMs !== undefined && intent !== 'send') {
    return make('throttled', 'Outlook is busy and asked to wait.')
  }
  if (status === 408 || status >= 500 || status < 400) {
    return make(lostResponseKind(intent), `Outlook failed (HTTP ${status}).`)
  }
  return make('rejected', `Outlook refused: ${said}`)
}

export function isKind(error: unknown, kind: ProviderErrorKind): boolean {
  return error instanceof ProviderError && error.failure.kind === kind
}

/** Graph's error body: `{error: {code, message, innerError}}`. */
function parseGraphError(body: unknown): { code: string; message: string } {
  const error = fieldOf(body, 'error')
  return { code: textOf(error, 'code'), message: textOf(error, 'message') }
}
