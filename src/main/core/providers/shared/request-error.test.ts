import { describe, expect, it } from 'vitest'
import { ProviderError } from '#core/ports/provider.ts'
import { classifyThrownError, type Intent } from './request-error.ts'

const kindOf = (error: unknown, intent: Intent): string =>
  classifyThrownError(error, intent, 'Anybody').failure.kind
const broken = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })

describe('what a request that threw means', () => {
  it('is offline where it surely reached nobody, for a send as well', () => {
    for (const intent of ['read', 'write', 'send'] as const) {
      expect(kindOf(broken('ECONNREFUSED'), intent)).toBe('offline')
    }
  })

  it('leaves a send open where it may have arrived', () => {
    expect(kindOf(broken('ECONNRESET'), 'send')).toBe('ambiguous')
    expect(kindOf(broken('ECONNRESET'), 'write')).toBe('server')
    expect(kindOf(new DOMException('too late', 'TimeoutError'), 'send')).toBe('ambiguous')
    expect(kindOf('a text', 'read')).toBe('server')
  })

  it('is what the token source said, however deep a library has put it', () => {
    const lost = new ProviderError('auth', 'Sign in again.')
    const wrapped = new Error('library', { cause: new Error('inner', { cause: lost }) })
    expect(classifyThrownError(wrapped, 'send', 'Anybody')).toBe(lost)
  })
})
