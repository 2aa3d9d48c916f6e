import { describe, expect, it } from 'vitest'
import { isLoopback, readHttpHostSettings } from '#hosts/http/server-settings.ts'

describe('the headless host’s command line', () => {
  it('has safe defaults: loopback, port 4580, a fresh token each time', () => {
    const first = readHttpHostSettings([], {})
    expect(first).toMatchObject({
      host: '127.0.0.1',
      port: 4580,
      onlyLoopback: true,
      cookieSecure: false,
      allowedOrigins: [],
      dataDir: undefined,
      tokenIsGenerated: true,
    })
    expect(first.token).toMatch(/^[\w-]{43}$/u)
    expect(readHttpHostSettings([], {}).token).not.toBe(first.token)
  })

  it('wins over the environment', () => {
    const env = { MAILMANAGER_PORT: '1', MAILMANAGER_TOKEN: 'from-env' }
    expect(readHttpHostSettings([], env)).toMatchObject({
      port: 1,
      token: 'from-env',
      tokenIsGenerated: false,
    })
    const argv = ['--port', '0', '--token', 'given', '--data-dir', '/data', '--host', '0.0.0.0']
    expect(readHttpHostSettings(argv, env)).toMatchObject({
      port: 0,
      token: 'given',
      dataDir: '/data',
      host: '0.0.0.0',
      onlyLoopback: false,
    })
  })

  it('reads the web settings of the environment', () => {
    expect(
      readHttpHostSettings([], {
        CORS_ALLOWED_ORIGINS: 'https://a.example, http://b.example:8080/ ,',
        AUTH_COOKIE_SECURE: 'true',
      }),
    ).toMatchObject({
      allowedOrigins: ['https://a.example', 'http://b.example:8080'],
      cookieSecure: true,
    })
  })

  it.each([
    [['--port', 'http'], {}, /port must be from 0 to 65535, not "http"/u],
    [['--port', '65536'], {}, /port/u],
    [['--port', '-1'], {}, /--port/u],
    [['--prot', '1'], {}, /--prot/u],
    [['--token', ''], {}, /--token needs a value/u],
    [['stray'], {}, /stray/u],
    [[], { MAILMANAGER_PORT: '1e3' }, /port/u],
    [[], { CORS_ALLOWED_ORIGINS: '*' }, /CORS_ALLOWED_ORIGINS.*"\*"/u],
    [[], { CORS_ALLOWED_ORIGINS: 'https://a.example/path' }, /CORS_ALLOWED_ORIGINS/u],
    [[], { AUTH_COOKIE_SECURE: 'maybe' }, /AUTH_COOKIE_SECURE must be true or false/u],
  ])('says in one line what is wrong with %j %j', (argv, env, line) => {
    try {
      readHttpHostSettings(argv, env)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'env_var_error' })
      const { message } = error as Error
      expect(message).toMatch(line)
      expect(message).not.toContain('\n')
    }
  })

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.0.7', false],
    ['127.evil.example', false],
  ])('knows whether %s reaches this machine only: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})
