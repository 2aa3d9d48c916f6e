import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../start-simulator.ts'

const VERIFIER = 'v'.repeat(64)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const REDIRECT = 'http://127.0.0.1:50123/callback'
const MODIFY = 'https://www.googleapis.com/auth/gmail.modify'

let simulator: Simulator
let now = Date.UTC(2026, 5, 1)

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1)
  simulator = await startSimulator({ now: () => now })
  simulator.accounts.create({ email: 'mara@sim.example', displayName: 'Mara Lindqvist' })
  simulator.accounts.create({ email: 'otto@sim.example', displayName: 'Otto Brandt' })
})
afterEach(() => simulator.close())

const authorizeUrl = (changes: Record<string, string | null> = {}): string => {
  const query = new URLSearchParams({
    client_id: simulator.googleCredentials.installed.client_id,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: `openid email profile ${MODIFY}`,
    state: 'state-1',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    access_type: 'offline',
    simulator_consent: 'auto',
  })
  for (const [name, value] of Object.entries(changes))
    if (value === null) query.delete(name)
    else query.set(name, value)
  return `${simulator.googleOauthUrl}/o/oauth2/v2/auth?${query.toString()}`
}

const authorize = (changes: Record<string, string | null> = {}): Promise<Response> =>
  fetch(authorizeUrl(changes), { redirect: 'manual' })

const codeOf = (response: Response): string =>
  new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''

const token = async (
  changes: Record<string, string | null>,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const { client_id, client_secret } = simulator.googleCredentials.installed
  const form = new URLSearchParams({ client_id, client_secret })
  for (const [name, value] of Object.entries(changes))
    if (value === null) form.delete(name)
    else form.set(name, value)
  const response = await fetch(`${simulator.googleOauthUrl}/oauth2/token`, {
    method: 'POST',
    body: form,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const exchange = (code: string, changes: Record<string, string | null> = {}) =>
  token({
    grant_type: 'authorization_code',
    code,
    code_verifier: VERIFIER,
    redirect_uri: REDIRECT,
    ...changes,
  })

describe('the authorization endpoint', () => {
  it.each([
    ['an unknown client', { client_id: 'somebody-else' }, 401, 'invalid_client'],
    [
      'a redirect elsewhere',
      { redirect_uri: 'https://evil.example/' },
      400,
      'redirect_uri_mismatch',
    ],
    [
      'a redirect without a port',
      { redirect_uri: 'http://localhost/' },
      400,
      'redirect_uri_mismatch',
    ],
    ['an unknown scope', { scope: 'gmail.everything' }, 400, 'invalid_scope'],
    ['another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
    ['no PKCE', { code_challenge: null }, 400, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 400, 'invalid_request'],
  ])('refuses %s with a page, not a redirect', async (_name, changes, status, code) => {
    const response = await authorize(changes)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(code)
  })

  it('passes the state through and signs the hinted account in', async () => {
    const response = await authorize({ login_hint: 'otto@sim.example' })
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe(REDIRECT)
    expect(location.searchParams.get('state')).toBe('state-1')
    const { body } = await exchange(codeOf(response))
    const person = await fetch(`${simulator.googleOauthUrl}/oauth2/v2/userinfo`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    })
    expect(await person.json()).toMatchObject({ email: 'otto@sim.example', name: 'Otto Brandt' })
  })

  it('shows a page on which a person picks an account and unticks scopes', async () => {
    const page = await (await authorize({ simulator_consent: null })).text()
    expect(page).toContain('otto@sim.example')
    const request = /name="request" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    const decide = (fields: Record<string, string>): Promise<Response> =>
      fetch(`${simulator.googleOauthUrl}/o/oauth2/v2/auth/decision`, {
        method: 'POST',
        body: new URLSearchParams({ request, account: 'otto@sim.example', ...fields }),
        redirect: 'manual',
      })
    const allowed = await decide({ decision: 'allow' })
    const { body } = await exchange(codeOf(allowed))
    expect(body['scope']).not.toContain(MODIFY)
    expect((await decide({ decision: 'allow' })).status).toBe(400)
  })

  it('sends access_denied back when the person cancels', async () => {
    const page = await (await authorize({ simulator_consent: null })).text()
    const request = /name="request" value="([^"]+)"/u.exec(page)?.[1] ?? ''
    const response = await fetch(`${simulator.googleOauthUrl}/o/oauth2/v2/auth/decision`, {
      method: 'POST',
      body: new URLSearchParams({ request, decision: 'cancel' }),
      redirect: 'manual',
    })
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(location.searchParams.get('state')).toBe('state-1')
  })
})

describe('the token endpoint', () => {
  it('gives tokens that look like Google’s, once', async () => {
    const code = codeOf(await authorize())
    const { status, body } = await exchange(code)
    expect(status).toBe(200)
    expect(body).toMatchObject({ expires_in: 3599, token_type: 'Bearer' })
    expect(body['access_token']).toMatch(/^ya29\.\S{60,}$/u)
    expect(body['refresh_token']).toMatch(/^1\/\/0\S{60,}$/u)
    expect((await exchange(code)).body['error']).toBe('invalid_grant')
  })

  it.each([
    ['a wrong verifier', { code_verifier: 'w'.repeat(64) }, 400, 'invalid_grant'],
    ['no verifier', { code_verifier: null }, 400, 'invalid_grant'],
    ['another redirect', { redirect_uri: 'http://127.0.0.1:1/x' }, 400, 'redirect_uri_mismatch'],
    ['a wrong secret', { client_secret: 'GOCSPX-guess' }, 401, 'invalid_client'],
    ['no secret', { client_secret: null }, 400, 'invalid_request'],
    ['an unknown client', { client_id: 'other' }, 401, 'invalid_client'],
    ['an unknown grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_name, changes, status, error) => {
    const answer = await exchange(codeOf(await authorize()), changes)
    expect(answer).toMatchObject({ status, body: { error } })
  })

  it('lets a code lapse after ten minutes', async () => {
    const code = codeOf(await authorize())
    now += 10 * 60_000
    expect((await exchange(code)).body['error']).toBe('invalid_grant')
  })

  it('hands the refresh token out again only where consent was asked for', async () => {
    await exchange(codeOf(await authorize()))
    const second = await exchange(codeOf(await authorize()))
    expect(second.body['refresh_token']).toBeUndefined()
    const third = await exchange(codeOf(await authorize({ prompt: 'consent' })))
    expect(third.body['refresh_token']).toBeDefined()
    const online = await exchange(codeOf(await authorize({ access_type: 'online' })))
    expect(online.body['refresh_token']).toBeUndefined()
  })

  it('refreshes until the grant is revoked, which ends access tokens too', async () => {
    const { body } = await exchange(codeOf(await authorize()))
    const refresh = () =>
      token({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) })
    const fresh = await refresh()
    expect(fresh.status).toBe(200)
    expect(fresh.body['refresh_token']).toBeUndefined()

    const profile = () =>
      fetch(`${simulator.googleApiUrl}/gmail/v1/users/me/profile`, {
        headers: { authorization: `Bearer ${String(fresh.body['access_token'])}` },
      })
    expect((await profile()).status).toBe(200)
    const revoke = () =>
      fetch(
        `${simulator.googleOauthUrl}/oauth2/revoke?token=${encodeURIComponent(String(body['refresh_token']))}`,
        { method: 'POST' },
      )
    expect((await revoke()).status).toBe(200)
    expect((await profile()).status).toBe(401)
    expect((await refresh()).body['error']).toBe('invalid_grant')
    expect((await revoke()).status).toBe(400)
  })

  it('ends an access token after 3,599 seconds', async () => {
    const { body } = await exchange(codeOf(await authorize()))
    const profile = () =>
      fetch(`${simulator.googleApiUrl}/gmail/v1/users/me/profile`, {
        headers: { authorization: `Bearer ${String(body['access_token'])}` },
      })
    now += 3_598_000
    expect((await profile()).status).toBe(200)
    now += 1_000
    expect((await profile()).status).toBe(401)
  })

  it('signs ID tokens with the key it publishes', async () => {
    const { body } = await exchange(codeOf(await authorize({ nonce: 'n-1' })))
    const [header = '', payload = '', signature = ''] = String(body['id_token']).split('.')
    const published = await (await fetch(`${simulator.googleOauthUrl}/oauth2/v3/certs`)).json()
    const { keys } = published as { keys: [JsonWebKey] }
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: keys[0], format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
    expect(isSigned).toBe(true)
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: simulator.googleCredentials.installed.client_id,
      email: 'mara@sim.example',
      nonce: 'n-1',
    })
  })
})
