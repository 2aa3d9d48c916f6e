import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'
import { parseRetryAfter, retryAfterInMessage } from './retry-after.ts'

/**
 * What a request does, which decides what a lost answer means: a read or a repeatable write may be
 * repeated, a send may not.
 */
export type Intent = 'read' | 'write' | 'send'

/** A refusal or failure as HTTP carried it, of a whole request or of one part of a batch. */
export interface HttpFailure {
  status: number
  /** Parsed JSON, or text where it was not JSON. */
  body: unknown
  retryAfter: string | null
}

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
  const { message, reasons } = readGoogleError(failure.body)
  const retryAfterMs =
    parseRetryAfter(failure.retryAfter, now) ?? retryAfterInMessage(message, now) ?? undefined
  const make = (kind: ProviderErrorKind, text: string, waitMs = retryAfterMs): ProviderError =>
    new ProviderError(kind, text, { retryAfterMs: waitMs })
  const said = message === '' ? `HTTP ${status}` : message

  if (status === 401) return make('auth', 'Google no longer accepts this sign-in.')
  if (status === 404 || status === 410) return make('not_found', `Gmail does not have it: ${said}`)
  if (status === 403 || status === 429) {
    if (reasons.some((reason) => DAILY_REASONS.has(reason)) || /daily/iu.test(message)) {
      return make('throttled', `A Gmail limit is reached: ${said}`, retryAfterMs ?? DAILY_WAIT_MS)
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
    return make(lostAnswer(intent), `Gmail failed (HTTP ${status}).`)
  }
  return make('rejected', `Gmail refused: ${said}`)
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
    return new ProviderError('offline', 'Gmail cannot be reached.', { cause: error })
  }
  return new ProviderError(lostAnswer(intent), 'The connection to Gmail broke.', { cause: error })
}

/** An answer with a success status that cannot be read: cut JSON, or a page of HTML. */
export function unreadableAnswer(intent: Intent): ProviderError {
  return new ProviderError(lostAnswer(intent), 'Gmail sent an answer that cannot be read.')
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

/** Google's error body: `{error: {message, errors: [{reason}], details: [{reason}]}}`. */
function readGoogleError(body: unknown): { message: string; reasons: string[] } {
  const error = fieldOf(body, 'error')
  const message = fieldOf(error, 'message')
  const entries = [fieldOf(error, 'errors'), fieldOf(error, 'details')].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  )
  return {
    message: typeof message === 'string' ? message.slice(0, 300) : '',
    reasons: entries.flatMap((entry) => {
      const reason = fieldOf(entry, 'reason')
      return typeof reason === 'string' ? [reason] : []
    }),
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}
