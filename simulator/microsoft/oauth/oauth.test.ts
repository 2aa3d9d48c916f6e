import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../start-simulator.ts'
import { WORK_TENANT } from './tenants.ts'

const WORK = 'mara@contoso.example'
const PERSONAL = 'mara.voss@outlook.com'
const VERIFIER = 'v'.repeat(64)
const REDIRECT = 'http://localhost:51234'
const SCOPE =
  'openid profile email offline_access https://graph.microsoft.com/Mail.ReadWrite User.Read'
let simulator: Simulator
let now = 0

const start = async (options: SimulatorOptions = {}): Promise<void> => {
  simulator = await startSimulator({ now: () => now, consent: 'auto', ...options })
  simulator.accounts.createMicrosoft({ email: WORK, displayName: 'Mara Voss' })
  simulator.accounts.createMicrosoft({ email: PERSONAL, displayName: 'Mara Voss' })
}
beforeEach(() => {
  now = Date.UTC(2026, 5, 1, 12)
})
afterEach(() => simulator.close())

const authorize = (changes: Record<string, string | null> = {}, tenant = 'common') => {
  const query = new URLSearchParams({
    client_id: simulator.microsoftCredentials.client_id,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: 's1',
    nonce: 'n1',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: WORK,
  })
  for (const [name, value] of Object.entries(changes))
    if (value === null) query.delete(name)
    else query.set(name, value)
  const url = `${simulator.microsoftOauthUrl}/${tenant}/oauth2/v2.0/authorize?${query}`
  return fetch(url, { redirect: 'manual' })
}
const back = (response: Response): URLSearchParams =>
  new URL(response.headers.get('location') ?? '').searchParams
const token = async (form: Record<string, string>, tenant = 'common') => {
  const response = await fetch(`${simulator.microsoftOauthUrl}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: simulator.microsoftCredentials.client_id, ...form }),
  })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}
const redeem = async (changes: Record<string, string> = {}) =>
  token({
    grant_type: 'authorization_code',
    code: back(await authorize()).get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...changes,
  })
const refresh = (refreshToken: unknown, more: Record<string, string> = {}) =>
  token({ grant_type: 'refresh_token', refresh_token: String(refreshToken), ...more })

describe('signing in', () => {
  it('gives tokens for a code, with an ID token and the scopes as they were worded', async () => {
    await start()
    const { status, json } = await redeem()
    expect(status).toBe(200)
    expect(json).toMatchObject({
      token_type: 'Bearer',
      scope: 'openid profile email https://graph.microsoft.com/Mail.ReadWrite User.Read',
      refresh_token: expect.any(String) as string,
    })
    const claims = JSON.parse(
      Buffer.from(String(json['id_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>
    expect(claims).toMatchObject({
      ver: '2.0',
      preferred_username: WORK,
      name: 'Mara Voss',
      nonce: 'n1',
      oid: simulator.accounts.microsoft(WORK).userId,
    })
    const me = await fetch(`${simulator.graphUrl}/v1.0/me`, {
      headers: { authorization: `Bearer ${String(json['access_token'])}` },
    })
    expect(await me.json()).toMatchObject({ mail: WORK, userPrincipalName: WORK })
  })

  it('asks on a page, and takes accept or cancel', async () => {
    await start({ consent: 'page' })
    const decide = async (decision: string) => {
      const page = await (await authorize()).text()
      expect(page).toContain('No real Microsoft account is involved')
      const request = /name="request" value="([^"]+)"/u.exec(page)?.[1] ?? ''
      return fetch(`${simulator.microsoftOauthUrl}/common/oauth2/v2.0/authorize/decision`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ request, account: WORK, decision }),
      })
    }
    expect(back(await decide('accept')).get('code')).toBeTruthy()
    const declined = back(await decide('cancel'))
    expect(declined.get('error')).toBe('access_denied')
    expect(declined.get('error_description')).toMatch(/^AADSTS65004: /u)
    expect(declined.get('state')).toBe('s1')
  })

  it('may need an administrator, but not for a personal account', async () => {
    await start({ adminApproval: true })
    const refused = back(await authorize())
    expect(refused.get('error')).toBe('access_denied')
    expect(refused.get('error_description')).toMatch(/^AADSTS90094: /u)
    expect(back(await authorize({ login_hint: PERSONAL })).get('code')).toBeTruthy()
  })

  it('admits by tenant: organizations, consumers, or one directory', async () => {
    await start()
    const pick = async (tenant: string) =>
      (await authorize({ login_hint: null }, tenant)).headers.get('location') !== null
    expect(await pick('organizations')).toBe(true)
    expect(await pick('consumers')).toBe(true)
    // The hinted account is not of this tenant: a page, not a code.
    expect((await authorize({ login_hint: WORK }, 'consumers')).status).toBe(200)
    expect(await pick(WORK_TENANT)).toBe(true)
    for (const unknown of ['nonsense', '11111111-2222-3333-4444-555555555555']) {
      const refused = await authorize({}, unknown)
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('AADSTS90002') as string,
      ])
    }
  })

  it.each([
    ['a client nobody registered', { client_id: 'x' }, 'AADSTS700016'],
    ['a redirect to 127.0.0.1', { redirect_uri: 'http://127.0.0.1:5000' }, 'AADSTS50011'],
    ['a redirect with a path', { redirect_uri: 'http://localhost:5000/cb' }, 'AADSTS50011'],
    ['a redirect elsewhere', { redirect_uri: 'https://evil.example' }, 'AADSTS50011'],
  ])('shows a page for %s', async (_name, changes, code) => {
    await start()
    const response = await authorize(changes)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(code)
  })

  it.each([
    ['no PKCE', { code_challenge: null }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope Graph does not have', { scope: 'Mail.Everything' }, 'invalid_scope'],
    ['a prompt there is not', { prompt: 'admin' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('sends %s back as an error', async (_name, changes, error) => {
    await start()
    expect(back(await authorize(changes)).get('error')).toBe(error)
  })
})

describe('the token endpoint', () => {
  it('takes a code once, with its verifier and its redirect, from a client without a secret', async () => {
    await start()
    expect((await redeem({ code_verifier: 'w'.repeat(64) })).json).toMatchObject({
      error: 'invalid_grant',
      error_codes: [501481],
    })
    expect((await redeem({ redirect_uri: 'http://localhost:1' })).json).toMatchObject({
      error_codes: [500112],
    })
    expect(await redeem({ client_secret: 'x' })).toMatchObject({
      status: 401,
      json: { error: 'invalid_client', error_codes: [700025] },
    })
    const code = back(await authorize()).get('code') ?? ''
    expect((await redeem({ code })).status).toBe(200)
    expect((await redeem({ code })).json).toMatchObject({ error_codes: [54005] })
    expect((await redeem({ code: 'made up' })).json).toMatchObject({ error_codes: [70000] })
  })

  it('rotates refresh tokens, the old one working on', async () => {
    await start()
    const { json } = await redeem()
    const second = await refresh(json['refresh_token'])
    expect(second.json['refresh_token']).not.toBe(json['refresh_token'])
    expect((await refresh(json['refresh_token'])).status).toBe(200)
    simulator.settings.oldRefreshTokensFail = true
    expect((await refresh(json['refresh_token'])).json).toMatchObject({
      error: 'invalid_grant',
      suberror: 'bad_token',
    })
  })

  it('refuses a refresh token that is made up, idle for 90 days, or revoked', async () => {
    await start()
    const { json } = await redeem()
    expect((await refresh('nonsense')).json).toMatchObject({ error_codes: [70000] })
    now += 90 * 24 * 3_600_000
    expect((await refresh(json['refresh_token'])).json).toMatchObject({
      error: 'invalid_grant',
      error_codes: [700082],
      error_description: expect.stringMatching(/^AADSTS700082: .*Trace ID: /u) as string,
    })
    const fresh = await redeem()
    simulator.accounts.microsoft(WORK).revokeGrants()
    expect((await refresh(fresh.json['refresh_token'])).json).toMatchObject({
      error_codes: [50173],
    })
  })

  it('asks for consent where a refresh wants more than was granted', async () => {
    await start()
    const { json } = await redeem()
    expect((await refresh(json['refresh_token'], { scope: 'Mail.Send' })).json).toMatchObject({
      error: 'invalid_grant',
      suberror: 'consent_required',
      error_codes: [65001],
    })
  })

  it('gives no refresh token without offline_access', async () => {
    await start()
    const code = back(await authorize({ scope: 'User.Read' })).get('code') ?? ''
    const { json } = await redeem({ code })
    expect(json['refresh_token']).toBeUndefined()
    expect(json['id_token']).toBeUndefined()
  })
})
