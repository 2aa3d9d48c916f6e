import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'
import { parseRetryAfter } from '../gmail/retry-after.ts'

/**
 * What a request does, which decides what a lost answer means: a read or a repeatable write may be
 * repeated, a send may not.
 */
export type Intent = 'read' | 'write' | 'send'

/** A refusal or failure as HTTP carried it, of a whole request or of one part of a batch. */
export interface HttpFailure {
  status: number
  /** Parsed JSON, or anything else where it was not JSON. */
  body: unknown
  retryAfter: string | null
}

/** Graph's codes for too much at once, some of which come with another status than 429. */
const RATE_CODES = new Set([
  'TooManyRequests',
  'ApplicationThrottled',
  'ErrorTooManyObjectsOpened',
  'ErrorServerBusy',
  'ErrorMailboxMoveInProgress',
])
/** A day's sending limit, for which an hour is the earliest time worth asking again. */
const DAILY_CODES = new Set(['ErrorExceededMessageLimit', 'ErrorMessageSubmissionBlocked'])
const EXPIRED_CODES = new Set(['SyncStateNotFound', 'SyncStateInvalid', 'ResyncRequired'])
const DAILY_WAIT_MS = 3_600_000

/** Errors of connecting: the request never left, so that even a send may be repeated. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Classifies an HTTP answer that is not a success. `now` in epoch milliseconds. */
export function failureOfResponse(
  failure: HttpFailure,
  intent: Intent,
  now: number,
): ProviderError {
  const { status } = failure
  const { code, message } = readGraphError(failure.body)
  const retryAfterMs = parseRetryAfter(failure.retryAfter, now) ?? undefined
  const make = (kind: ProviderErrorKind, text: string, waitMs = retryAfterMs): ProviderError =>
    new ProviderError(kind, text, { retryAfterMs: waitMs })
  const said = message === '' ? `HTTP ${status}` : message

  if (status === 401) return make('auth', 'Microsoft no longer accepts this sign-in.')
  if (status === 410 || EXPIRED_CODES.has(code)) {
    return make('cursor_expired', 'Outlook no longer knows where the last sync ended.')
  }
  if (DAILY_CODES.has(code)) {
    return make('throttled', `An Outlook limit is reached: ${said}`, retryAfterMs ?? DAILY_WAIT_MS)
  }
  if (status === 429 || RATE_CODES.has(code)) {
    return make('throttled', 'Outlook asked to go slower.')
  }
  if (status === 404) return make('not_found', `Outlook does not have it: ${said}`)
  if (status === 403 && code === 'ErrorAccessDenied') {
    return make('auth', 'MailManager was not given access to this mail. Sign in again.')
  }
  // Nothing was done, and the service says when to come back.
  if (status === 503 && retryAfterMs !== undefined && intent !== 'send') {
    return make('throttled', 'Outlook is busy and asked to wait.')
  }
  if (status === 408 || status >= 500 || status < 400) {
    return make(lostAnswer(intent), `Outlook failed (HTTP ${status}).`)
  }
  return make('rejected', `Outlook refused: ${said}`)
}

/**
 * Classifies whatever a request threw: no connection is `offline`; anything after the request may
 * have been written is `ambiguous` for a send and `server` otherwise.
 */
export function failureOfThrown(error: unknown, intent: Intent): ProviderError {
  const codes: string[] = []
  for (const cause of causesOf(error)) {
    if (cause instanceof ProviderError) return cause
    const code: unknown = 'code' in cause ? cause.code : undefined
    if (typeof code === 'string') codes.push(code)
  }
  if (codes.some((code) => NEVER_CONNECTED.has(code))) {
    return new ProviderError('offline', 'Outlook cannot be reached.')
  }
  return new ProviderError(lostAnswer(intent), 'The connection to Outlook broke.')
}

/** An answer with a success status that cannot be read: cut JSON, or a page of HTML. */
export function unreadableAnswer(intent: Intent): ProviderError {
  return new ProviderError(lostAnswer(intent), 'Outlook sent an answer that cannot be read.')
}

export function isKind(error: unknown, kind: ProviderErrorKind): boolean {
  return error instanceof ProviderError && error.failure.kind === kind
}

function lostAnswer(intent: Intent): ProviderErrorKind {
  return intent === 'send' ? 'ambiguous' : 'server'
}

function* causesOf(error: unknown): Generator<object> {
  let current: unknown = error
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    yield current
    if (current instanceof AggregateError) {
      for (const inner of current.errors) if (typeof inner === 'object' && inner) yield inner
    }
    current = 'cause' in current ? current.cause : undefined
  }
}

/** Graph's error body: `{error: {code, message, innerError}}`. */
function readGraphError(body: unknown): { code: string; message: string } {
  const error = fieldOf(body, 'error')
  const code = fieldOf(error, 'code')
  const message = fieldOf(error, 'message')
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message.slice(0, 300) : '',
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}
