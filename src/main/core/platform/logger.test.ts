import { describe, expect, it } from 'vitest'
import { createLogger, redactSecrets } from './logger.ts'

describe('the log', () => {
  it.each([
    ['ya29.A0ARrdaM-secret_canary', 'ya29.A0ARrdaM-secret_canary'],
    ['refresh 1//0gCanaryCanaryCanary', '1//0gCanaryCanaryCanary'],
    ['secret GOCSPX-canarycanary', 'GOCSPX-canarycanary'],
    ['postgres://me:canary-password@db/x', 'canary-password'],
    ['POST /token?code=4/0canarycanarycanary&x=1', '4/0canarycanarycanary'],
    ['Authorization: Bearer canary.token-1', 'canary.token-1'],
  ])('hides what looks like a credential in %s', (text, secret) => {
    expect(redactSecrets(text)).not.toContain(secret)
    expect(redactSecrets(text)).toContain('[hidden]')
  })

  it('hides secret fields and secrets inside errors', () => {
    const lines: string[] = []
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) })
    logger.info(
      { accessToken: 'canary-1', request: { headers: { authorization: 'canary-2' } } },
      'a',
    )
    logger.error({ err: new Error('got ya29.canary-3 from 1//0canary-4canary') }, 'b')
    const log = lines.join('')
    expect(lines).toHaveLength(2)
    expect(log).not.toMatch(/canary/u)
  })

  it('names the cause of an error by its code, and hides an authorization code', () => {
    const lines: string[] = []
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) })
    const cause = Object.assign(new Error('read'), { code: 'ECONNRESET' })
    logger.error({ err: Object.assign(new Error('write', { cause }), { code: 'ENOSPC' }) }, 'a')
    logger.info({ code: 'SQLITE_BUSY', request: { query: { code: 'canary-code' } } }, 'b')
    const log = lines.join('')
    expect(log).toContain('"code":"ENOSPC"')
    expect(log).toContain('"code":"SQLITE_BUSY"')
    expect(log).not.toContain('canary-code')
  })

  it('leaves ordinary text alone', () => {
    const text = 'synced 300 of 48110 messages in 2.1 s; code: ok'
    expect(redactSecrets(text)).toBe(text)
  })
})
