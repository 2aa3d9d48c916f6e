import { describe, expect, it } from 'vitest'
import { ProviderError } from '#core/ports/provider.ts'
import { classifyThrownError, type Intent } from './request-error.ts'

const kindOf = (error: unknown, intent: Intent): string =>
  classifyThrownError(error, intent, 'Anybody').failure.kind
const broken = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })

describe('classifying an error that a request threw', () => {
  it('is offline if no connection was made, for a send as well', () => {
    for (const intent of ['read', 'write', 'send'] as const) {
      expect(kindOf(broken('ECONNREFUSED'), intent)).toBe('offline')
    }
  })

  it('is ambiguous for a send that the provider may have received', () => {
    expect(kindOf(broken('ECONNRESET'), 'send')).toBe('ambiguous')
    expect(kindOf(broken('ECONNRESET'), 'write')).toBe('server')
    expect(kindOf(new DOMException('too late', 'TimeoutError'), 'send')).toBe('ambiguous')
    expect(kindOf('a text', 'read')).toBe('server')
  })

  it('is the error of the token source, even if a library wrapped it', () => {
    const lost = new ProviderError('auth', 'Sign in again.')
    const wrapped = new Error('library', { cause: new Error('inner', { cause: lost }) })
    expect(classifyThrownError(wrapped, 'send', 'Anybody')).toBe(lost)
  })
})
