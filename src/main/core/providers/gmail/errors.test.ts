import { describe, expect, it } from 'vitest'
import { failureOfResponse, failureOfThrown, type Intent } from './errors.ts'
import { parseRetryAfter, retryAfterInMessage } from './retry-after.ts'

const NOW = Date.UTC(2026, 2, 14, 9, 26, 53)

function said(status: number, reason = '', options: { retryAfter?: string; intent?: Intent } = {}) {
  const body = { error: { code: status, message: 'Said so', errors: [{ reason }] } }
  const failure = { status, body, retryAfter: options.retryAfter ?? null }
  return failureOfResponse(failure, options.intent ?? 'read', NOW).failure
}

function thrown(code: string, intent: Intent) {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
  return failureOfThrown(error, intent).failure.kind
}

describe('what a failure is', () => {
  it.each([
    [401, 'authError', 'auth'],
    [403, 'rateLimitExceeded', 'throttled'],
    [403, 'userRateLimitExceeded', 'throttled'],
    [403, 'dailyLimitExceeded', 'throttled'],
    [403, 'insufficientPermissions', 'auth'],
    [403, 'domainPolicy', 'rejected'],
    [429, '', 'throttled'],
    [404, 'notFound', 'not_found'],
    [400, 'invalidArgument', 'rejected'],
    [413, 'uploadTooLarge', 'rejected'],
    [500, 'backendError', 'server'],
    [503, '', 'server'],
  ])('%i %s is %s', (status, reason, kind) => {
    expect(said(status, reason).kind).toBe(kind)
  })

  it('a 5xx leaves a send open, a refusal does not', () => {
    expect(said(503, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(said(500, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(said(400, '', { intent: 'send' }).kind).toBe('rejected')
    expect(said(429, '', { intent: 'send' }).kind).toBe('throttled')
  })

  it('a daily limit waits long', () => {
    expect(said(403, 'dailyLimitExceeded').retryAfterMs).toBe(3_600_000)
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])(
    '%s reached nobody, so that even a send may be repeated',
    (code) => {
      expect(thrown(code, 'send')).toBe('offline')
      expect(thrown(code, 'read')).toBe('offline')
    },
  )

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ABORT_ERR'])(
    '%s may have reached Gmail',
    (code) => {
      expect(thrown(code, 'send')).toBe('ambiguous')
      expect(thrown(code, 'write')).toBe('server')
      expect(thrown(code, 'read')).toBe('server')
    },
  )
})

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['-30', 0],
    ['1.5', 1_500],
    [new Date(NOW + 20_000).toUTCString(), 20_000],
    [new Date(NOW - 20_000).toUTCString(), 0],
    ['99999999999', 3_600_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600_000],
    ['', null],
    ['soon', null],
    [null, null],
  ])('%s', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected)
  })

  it('is found in Gmail’s own words about sending limits', () => {
    const message = 'User-rate limit exceeded.  Retry after 2026-03-14T09:36:53.000Z'
    expect(retryAfterInMessage(message, NOW)).toBe(600_000)
  })
})
