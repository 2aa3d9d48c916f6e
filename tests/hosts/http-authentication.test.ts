import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationNames, operationOf } from '#shared/contract/index.ts'
import { startTestServer, TOKEN, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const routes = operationNames.map((name) => {
  const { http, access } = operationOf(name)
  return { name, method: http.method, path: http.path.replace(/\{[a-z_]+\}/gu, 'x'), access }
})

async function enter(): Promise<string> {
  const answer = await server.request({ path: `/?token=${TOKEN}`, token: false })
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

describe('who may ask', () => {
  it.each(routes.filter(({ access }) => access !== 'public'))(
    '$name refuses strangers, wrong tokens and unknown sessions',
    async ({ method, path }) => {
      const before = server.core.calls.length
      for (const headers of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: `Basic ${TOKEN}` },
        { authorization: 'Bearer wrong', cookie: await enter() },
        { cookie: 'session_id=unknown' },
      ]) {
        const answer = await server.request({ method, path, headers, token: false })
        expect(answer.status).toBe(401)
        expect(answer.json()).toMatchObject({ error: { code: 'unauthorized' } })
      }
      expect(server.core.calls.length).toBe(before)
    },
  )

  it.each(routes.filter(({ access }) => access === 'public'))(
    '$name answers anybody',
    async ({ method, path }) => {
      const answer = await server.request({ method, path, token: false })
      expect(answer.status).toBe(200)
      expect(server.core.calls.at(-1)?.caller.userId).toBeNull()
    },
  )

  it.each(['/api/events', '/api/openapi.json', '/api/nothing', '/assets/app-1a2b.js'])(
    '%s needs a token or a session',
    async (path) => {
      expect((await server.request({ path, token: false })).status).toBe(401)
    },
  )

  it('takes the access token for the local user', async () => {
    expect((await server.request({ path: '/api/mailboxes' })).status).toBe(200)
    expect(server.core.calls.at(-1)?.caller).toEqual({ userId: 'user-local', sessionToken: null })
  })

  it('takes a session cookie, until it expires', async () => {
    const cookie = await enter()
    const ask = { path: '/api/mailboxes', headers: { cookie }, token: false }
    expect((await server.request(ask)).status).toBe(200)
    const token = cookie.split('=')[1] ?? ''
    expect(server.core.calls.at(-1)?.caller).toEqual({ userId: 'user-local', sessionToken: token })
    server.core.expire(token)
    expect((await server.request(ask)).status).toBe(401)
  })

  it('does not read the body of a stranger', async () => {
    const answer = await server.request({
      method: 'POST',
      path: '/api/mailboxes',
      body: '{not json',
      token: false,
    })
    expect(answer.status).toBe(401)
  })
})

describe('entering with a browser', () => {
  it('turns /?token= into a cookie and leads to a clean address', async () => {
    const answer = await server.request({ path: `/?token=${TOKEN}`, token: false })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    const cookie = answer.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/^session_id=session-\d+;/u)
    expect(cookie).toMatch(/; HttpOnly/u)
    expect(cookie).toMatch(/; SameSite=Lax/u)
    expect(cookie).not.toMatch(/Secure/u)
  })

  it('marks the cookie Secure where asked to', async () => {
    const secure = await startTestServer({ cookieSecure: true })
    const answer = await secure.request({ path: `/?token=${TOKEN}`, token: false })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure/u)
    await secure.close()
  })

  it.each(['/', '/?token=wrong', '/?token=', '/?token=a&token=b'])(
    'shows at %s how to enter, and nothing else',
    async (path) => {
      const answer = await server.request({ path, token: false })
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toContain('text/html')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).toContain('MailManager is running')
      expect(answer.text).not.toContain(TOKEN)
      expect(answer.text).not.toContain('<script')
    },
  )

  it('serves the app with its policy to a session', async () => {
    const headers = { cookie: await enter() }
    const page = await server.request({ path: '/', headers, token: false })
    expect(page.status).toBe(200)
    expect(page.text).toContain('<title>App</title>')
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    expect(page.headers['cross-origin-opener-policy']).toBe('same-origin')
    const asset = await server.request({ path: '/assets/app-1a2b.js', headers, token: false })
    expect(asset.headers['content-type']).toContain('javascript')
    expect(asset.headers['cache-control']).toContain('max-age=31536000')
  })

  it.each(['/../host.ts', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/a%00b', '/.env'])(
    'does not serve %s',
    async (path) => {
      const answer = await server.request({
        path,
        headers: { cookie: await enter() },
        token: false,
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.text).not.toContain('root:')
    },
  )

  it('logging out ends the session, its streams and its cookie', async () => {
    const cookie = await enter()
    const ended = server.request({ path: '/api/events', headers: { cookie }, token: false })
    server.core.setResult('auth.logout', { status: 'logged_out' })
    const answer = await server.request({
      method: 'POST',
      path: '/api/auth/logout',
      body: '{}',
      headers: { cookie },
      token: false,
    })
    expect(answer.json()).toEqual({ status: 'logged_out' })
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^session_id=;.*Expires=Thu, 01 Jan 1970/u)
    expect((await ended).status).toBe(200)
  })
})
