import { describe, expect, it } from 'vitest'
import { checkProviderOverrides, googleEndpoints, isLoopbackUrl } from './provider-endpoints.ts'

describe('where Google answers', () => {
  it('is production unless told otherwise', () => {
    expect(googleEndpoints({})).toEqual({
      apiUrl: 'https://gmail.googleapis.com',
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      revokeUrl: 'https://oauth2.googleapis.com/revoke',
    })
  })

  it('follows loopback overrides, with or without a slash at the end', () => {
    expect(
      googleEndpoints({
        MAILMANAGER_GOOGLE_API_URL: 'http://127.0.0.1:4600/gmail/',
        MAILMANAGER_GOOGLE_OAUTH_URL: 'http://localhost:4600/',
      }),
    ).toEqual({
      apiUrl: 'http://127.0.0.1:4600/gmail',
      authorizeUrl: 'http://localhost:4600/o/oauth2/v2/auth',
      tokenUrl: 'http://localhost:4600/oauth2/token',
      revokeUrl: 'http://localhost:4600/oauth2/revoke',
    })
  })

  it('takes an empty override for none', () => {
    expect(googleEndpoints({ MAILMANAGER_GOOGLE_API_URL: ' ' }).apiUrl).toMatch(/googleapis/u)
  })

  it.each([
    'http://127.0.0.1',
    'http://127.9.9.9:1',
    'https://[::1]:8443',
    'http://localhost:80/base',
    'http://127.1',
    'http://2130706433/',
  ])('takes %s for loopback', (url) => {
    expect(isLoopbackUrl(url)).toBe(true)
  })

  it.each([
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://evil.example/127.0.0.1',
    'http://127.0.0.1@evil.example',
    'http://user:pass@127.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::ffff:127.0.0.1]',
    'http://128.0.0.1',
    'file:///127.0.0.1',
    'ftp://127.0.0.1',
    '127.0.0.1:80',
    'http://127.0.0.1/?x=http://evil.example',
    'not a url',
  ])('refuses %s at start', (url) => {
    expect(isLoopbackUrl(url)).toBe(false)
    for (const name of [
      'MAILMANAGER_GOOGLE_API_URL',
      'MAILMANAGER_GOOGLE_OAUTH_URL',
      'MAILMANAGER_GRAPH_URL',
      'MAILMANAGER_MICROSOFT_OAUTH_URL',
    ]) {
      expect(() => checkProviderOverrides({ [name]: url })).toThrow(
        expect.objectContaining({
          code: 'env_var_error',
          message: expect.stringContaining(name) as string,
        }),
      )
    }
  })
})
