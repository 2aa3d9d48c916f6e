import { describe, expect, it } from 'vitest'
import { classifyThrownError, type Intent } from '../../shared/request-error.ts'
import { classifyErrorResponse } from './classify-error.ts'

const NOW = Date.UTC(2026, 2, 14, 9, 26, 53)

function classifyStatus(
  status: number,
  reason = '',
  options: { retryAfter?: string; intent?: Intent } = {},
) {
  const body = { error: { code: status, message: 'Said so', errors: [{ reason }] } }
  const header = (name: string) => (name === 'retry-after' ? (options.retryAfter ?? null) : null)
  const failure = { status, body, header }
  return classifyErrorResponse(failure, options.intent ?? 'read', NOW).failure
}

function classifyThrownCode(code: string, intent: Intent) {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
  return classifyThrownError(error, intent, 'Gmail').failure.kind
}

describe('classifying an error response of Gmail', () => {
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
    expect(classifyStatus(status, reason).kind).toBe(kind)
  })

  it.each([403, 404, 400, 410])('%i without a word of Gmail is no answer of Gmail', (status) => {
    for (const body of ['<html>Not Found</html>', '{"error": {"code": 40', null, {}]) {
      const failure = { status, body, header: () => null }
      expect(classifyErrorResponse(failure, 'read', NOW).failure.kind).toBe('server')
      expect(classifyErrorResponse(failure, 'send', NOW).failure.kind).toBe('ambiguous')
    }
  })

  it('makes a send ambiguous after a 5xx, but not after a refusal', () => {
    expect(classifyStatus(503, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(classifyStatus(500, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(classifyStatus(400, '', { intent: 'send' }).kind).toBe('rejected')
    expect(classifyStatus(429, '', { intent: 'send' }).kind).toBe('throttled')
  })

  it('waits for long after a daily limit', () => {
    expect(classifyStatus(403, 'dailyLimitExceeded').retryAfterMs).toBe(3_600_000)
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])(
    '%s reached nobody, so that even a send may be repeated',
    (code) => {
      expect(classifyThrownCode(code, 'send')).toBe('offline')
      expect(classifyThrownCode(code, 'read')).toBe('offline')
    },
  )

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ABORT_ERR'])(
    '%s may have reached Gmail',
    (code) => {
      expect(classifyThrownCode(code, 'send')).toBe('ambiguous')
      expect(classifyThrownCode(code, 'write')).toBe('server')
      expect(classifyThrownCode(code, 'read')).toBe('server')
    },
  )
})

describe('the Retry-After of Gmail', () => {
  const waitOf = (error: object, retryAfter: string | null = null) =>
    classifyErrorResponse(
      {
        status: 429,
        body: { error },
        header: (name) => (name === 'retry-after' ? retryAfter : null),
      },
      'read',
      NOW,
    ).failure.retryAfterMs

  it('is parsed from the message about a sending limit', () => {
    const message = 'User-rate limit exceeded.  Retry after 2026-03-14T09:36:53.000Z'
    expect(waitOf({ message })).toBe(600_000)
    expect(waitOf({ message }, '3')).toBe(600_000)
  })

  it('is parsed from the details of the error', () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '3.5s' }]
    expect(waitOf({ details })).toBe(3_500)
    expect(waitOf({ details: [{ retryDelay: 'soon' }, { retryDelay: 7 }] })).toBeNull()
  })

  it('is never 0 for a daily limit', () => {
    expect(classifyStatus(403, 'dailyLimitExceeded', { retryAfter: '0' }).retryAfterMs).toBe(
      3_600_000,
    )
    expect(classifyStatus(403, 'dailyLimitExceeded', { retryAfter: '60' }).retryAfterMs).toBe(
      60_000,
    )
  })
})
