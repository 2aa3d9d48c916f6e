import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOriginRules } from '#hosts/http/origin-rules.ts'
import { startTestServer, TOKEN, type TestServer } from './test-server.ts'

let server: TestServer
let cookie: string
beforeAll(async () => {
  server = await startTestServer()
  const entered = await server.request({ path: `/?token=${TOKEN}`, token: false })
  cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})
afterAll(() => server.close())

const PORT = 'PORT'
const here = (text: string): string => text.replace(PORT, String(server.port))

describe('the Host header', () => {
  it.each([
    `127.0.0.1:${PORT}`,
    `localhost:${PORT}`,
    `LOCALHOST:${PORT}`,
    `[::1]:${PORT}`,
    'mail.example.com',
  ])('is ours as %s', async (host) => {
    const answer = await server.request({ path: '/api/mailboxes', headers: { host: here(host) } })
    expect(answer.status).toBe(200)
  })

  it.each([
    `evil.example:${PORT}`,
    `localhost.evil.example:${PORT}`,
    `127.0.0.1.evil.example:${PORT}`,
    '127.0.0.1',
    '127.0.0.1:1',
    `192.168.0.7:${PORT}`,
    `[fe80::1]:${PORT}`,
    `127.0.0.1:${PORT}:80`,
    `user@127.0.0.1:${PORT}`,
  ])('is refused as "%s", even with the token', async (host) => {
    for (const path of ['/api/mailboxes', '/api/health', '/', '/api/none']) {
      const answer = await server.request({ path, headers: { host: here(host) } })
      expect(answer.status).toBe(403)
    }
  })

  it('may be any address, but no strange name, where the server is bound for others', () => {
    const rules = createOriginRules({
      host: '0.0.0.0',
      port: () => 4580,
      allowedOrigins: [],
      onlyLoopback: false,
    })
    expect(rules.isOurHost('192.168.0.7:4580')).toBe(true)
    expect(rules.isOurHost('[fe80::1]:4580')).toBe(true)
    expect(rules.isOurHost('rebound.example:4580')).toBe(false)
    expect(rules.isOurHost('')).toBe(false)
    expect(rules.isOurHost(undefined)).toBe(false)
  })
})

describe('the Origin header', () => {
  const foreign = ['http://evil.example', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${PORT}`]

  it.each(foreign)('%s may change nothing, by token or by cookie', async (origin) => {
    const before = server.core.calls.length
    for (const credentials of [{ token: true }, { token: false, headers: { cookie } }]) {
      const answer = await server.request({
        method: 'POST',
        path: '/api/mailboxes',
        body: '{"display_name":"x"}',
        ...credentials,
        headers: { ...credentials.headers, origin: here(origin) },
      })
      expect(answer.status).toBe(403)
      expect(answer.json()).toMatchObject({ error: { code: 'forbidden' } })
    }
    expect(server.core.calls.length).toBe(before)
  })

  it.each(foreign)('%s may read nothing by cookie, and gets no CORS leave', async (origin) => {
    const answer = await server.request({
      path: '/api/mailboxes',
      token: false,
      headers: { cookie, origin: here(origin) },
    })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it.each(foreign)('%s may not even log the person out', async (origin) => {
    const headers = { cookie, origin: here(origin) }
    const answer = await server.request({
      method: 'POST',
      path: '/api/auth/logout',
      token: false,
      headers,
    })
    expect(answer.status).toBe(403)
  })

  it.each([`http://127.0.0.1:${PORT}`, 'https://mail.example.com'])(
    '%s is ours',
    async (origin) => {
      const answer = await server.request({
        method: 'POST',
        path: '/api/mailboxes',
        body: '{"display_name":"x"}',
        token: false,
        headers: { cookie, origin: here(origin) },
      })
      expect(answer.status).toBe(200)
    },
  )

  it('answers preflights of configured origins only', async () => {
    const preflight = (origin: string) =>
      server.request({
        method: 'OPTIONS',
        path: '/api/mailboxes',
        token: false,
        headers: { origin, 'access-control-request-method': 'POST' },
      })
    const allowed = await preflight('https://mail.example.com')
    expect(allowed.status).toBe(204)
    expect(allowed.headers['access-control-allow-origin']).toBe('https://mail.example.com')
    expect(allowed.headers.vary).toContain('Origin')
    const refused = await preflight('https://evil.example')
    expect(refused.status).toBe(403)
    expect(refused.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('commands under a cookie', () => {
  it('need JSON or a same-origin fetch, which a form on another page cannot send', async () => {
    const ask = (headers: Record<string, string>) =>
      server.request({
        method: 'DELETE',
        path: '/api/mailboxes/m1',
        token: false,
        headers: { cookie, ...headers },
      })
    expect((await ask({})).status).toBe(403)
    expect((await ask({ 'content-type': 'text/plain' })).status).toBe(403)
    expect((await ask({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await ask({ 'content-type': 'application/json' })).status).toBe(200)
  })

  it.each(['cross-site', 'same-site'])(
    'are refused from a %s page that names no Origin',
    async (site) => {
      const answer = await server.request({
        method: 'POST',
        path: '/api/mailboxes',
        body: '{"display_name":"x"}',
        token: false,
        headers: { cookie, 'sec-fetch-site': site },
      })
      expect(answer.status).toBe(403)
      expect(answer.json()).toMatchObject({ error: { code: 'forbidden' } })
    },
  )
})
