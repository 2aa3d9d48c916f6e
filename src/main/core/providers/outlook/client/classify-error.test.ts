import { describe, expect, it } from 'vitest'
import type { Intent } from '../../shared/request-error.ts'
import { classifyErrorResponse } from './classify-error.ts'

const NOW = Date.UTC(2026, 2, 14, 9, 26, 53)

function classifyStatus(
  status: number,
  code = '',
  options: { headers?: Record<string, string>; intent?: Intent } = {},
) {
  const failure = {
    status,
    body: { error: { code, message: 'Said so' } },
    header: (name: string) => options.headers?.[name] ?? null,
  }
  return classifyErrorResponse(failure, options.intent ?? 'read', NOW).failure
}

describe('classifying an error response of Graph', () => {
  it.each([
    [401, 'InvalidAuthenticationToken', 'auth'],
    [403, 'ErrorAccessDenied', 'auth'],
    [403, 'ErrorQuotaExceeded', 'rejected'],
    [403, 'ErrorMessageSubmissionBlocked', 'throttled'],
    [404, 'ErrorItemNotFound', 'not_found'],
    [404, 'MailboxNotEnabledForRESTAPI', 'mailbox_unavailable'],
    [404, 'ErrorNonExistentMailbox', 'mailbox_unavailable'],
    [410, 'SyncStateNotFound', 'cursor_expired'],
    [400, 'SyncStateInvalid', 'cursor_expired'],
    [429, 'TooManyRequests', 'throttled'],
    [503, 'ErrorServerBusy', 'throttled'],
    [400, 'RequestBroker--ParseUri', 'rejected'],
    [500, 'InternalServerError', 'server'],
    [504, '', 'server'],
  ])('%i %s is %s', (status, code, kind) => {
    expect(classifyStatus(status, code).kind).toBe(kind)
  })

  it('makes a send ambiguous after a 5xx, but not after a refusal', () => {
    expect(classifyStatus(503, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(classifyStatus(503, '', { intent: 'send', headers: { 'retry-after': '7' } }).kind).toBe(
      'ambiguous',
    )
    expect(classifyStatus(500, '', { intent: 'send' }).kind).toBe('ambiguous')
    expect(classifyStatus(400, '', { intent: 'send' }).kind).toBe('rejected')
    expect(classifyStatus(429, '', { intent: 'send' }).kind).toBe('throttled')
  })

  it('takes a 503 with Retry-After for throttling', () => {
    expect(classifyStatus(503, '', { headers: { 'retry-after': '7' } })).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 7_000,
    })
  })

  it('reads Retry-After, in milliseconds or in seconds', () => {
    expect(
      classifyStatus(429, '', { headers: { 'x-ms-retry-after-ms': '1250' } }).retryAfterMs,
    ).toBe(1_250)
    expect(
      classifyStatus(429, '', { headers: { 'retry-after': '2', 'x-ms-retry-after-ms': '1250' } })
        .retryAfterMs,
    ).toBe(2_000)
  })

  it('waits for an hour after a daily limit, even if Retry-After is 0', () => {
    expect(classifyStatus(403, 'ErrorExceededMessageLimit').retryAfterMs).toBe(3_600_000)
    const soon = { headers: { 'retry-after': '0' } }
    expect(classifyStatus(403, 'ErrorExceededMessageLimit', soon).retryAfterMs).toBe(3_600_000)
  })

  it('is a server error if the body is not an error body of Graph', () => {
    for (const body of [null, 'text', [], { error: 'text' }, { error: { code: 7 } }]) {
      const failure = { status: 400, body, header: () => null }
      expect(classifyErrorResponse(failure, 'read', NOW).failure.kind).toBe('server')
    }
  })
})
