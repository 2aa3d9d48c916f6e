import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'
import type { GoogleEndpoints } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { browserRequest } from '../../../../../tests/auth/browser-request.ts'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { memoryVault } from '../../../../../tests/auth/memory-vault.ts'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import {
  deadEndpoints,
  scriptedGoogle,
  type ScriptedResponse,
} from '../../../../../tests/auth/scripted-google.ts'
import { createLoopbackSignIn } from '../loopback/loopback-sign-in.ts'
import { createGoogleSignIn } from './sign-in.ts'

const SCOPE = 'https://www.googleapis.com/auth/gmail.modify'
const GRANTED = {
  access_token: 'canary-access',
  refresh_token: 'canary-refresh',
  expires_in: 3599,
  scope: `openid ${SCOPE}`,
  token_type: 'Bearer',
}

async function begun(
  options: {
    answer?: ScriptedResponse
    endpoints?: GoogleEndpoints
    emailAddress?: string | null
    profile?: () => Promise<{ emailAddress: string }>
    vault?: ReturnType<typeof memoryVault>
  } = {},
) {
  const google = await scriptedGoogle(() => options.answer ?? { body: GRANTED })
  const endpoints = options.endpoints ?? google.endpoints
  const clock = frozenClock()
  const logger = recordingLogger()
  const vault = options.vault ?? memoryVault()
  const signIn = createGoogleSignIn({
    endpoints: () => endpoints,
    client: () => Promise.resolve({ clientId: 'client', clientSecret: 'canary-secret' }),
    vault,
    loopback: createLoopbackSignIn({ clock, logger }),
    clock,
    logger,
    profile: options.profile ?? (() => Promise.resolve({ emailAddress: 'Ana@example.com' })),
  })
  const emailAddress = options.emailAddress ?? null
  const pending = await signIn.begin({ id: 'account-1', emailAddress, isDemo: false })
  const asked = new URL(pending.authorizationUrl)
  const back = (query: Record<string, string>, language = 'en') => {
    const state = asked.searchParams.get('state') ?? ''
    const uri = asked.searchParams.get('redirect_uri') ?? ''
    return browserRequest(`${uri}?${new URLSearchParams({ state, ...query }).toString()}`, {
      headers: { 'Accept-Language': language },
    })
  }
  return { google, clock, logger, vault, pending, asked, back }
}

const failureOf = (promise: Promise<unknown>): Promise<OperationError> =>
  promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => (error instanceof OperationError ? error : Promise.reject(error as Error)),
  )

describe('connecting a Gmail account', () => {
  it('asks for one scope, offline, with consent, PKCE and a one-shot state', async () => {
    const { asked, pending } = await begun()
    const query = Object.fromEntries(asked.searchParams)
    expect(asked.pathname).toBe('/o/oauth2/v2/auth')
    expect(query).toEqual({
      access_type: 'offline',
      prompt: 'consent',
      response_type: 'code',
      client_id: 'client',
      scope: SCOPE,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/u) as string,
      state: expect.stringMatching(/^[\w-]{43}$/u) as string,
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u) as string,
    })
    pending.cancel()
  })

  it('suggests the address the account had before', async () => {
    const { asked, pending } = await begun({ emailAddress: 'ana@example.com' })
    expect(asked.searchParams.get('login_hint')).toBe('ana@example.com')
    pending.cancel()
  })

  it('trades the code, asks whose mailbox it is, and keeps the grant', async () => {
    const { google, clock, asked, back, pending, vault } = await begun()
    const page = await back({ code: 'the-code' })
    expect(await pending.outcome).toEqual({ emailAddress: 'Ana@example.com' })
    expect(page.body).toContain('Ana@example.com is connected')
    const form = google.requests[0]?.form ?? {}
    expect(form).toMatchObject({
      grant_type: 'authorization_code',
      code: 'the-code',
      client_id: 'client',
      client_secret: 'canary-secret',
      redirect_uri: asked.searchParams.get('redirect_uri'),
    })
    const challenge = createHash('sha256')
      .update(form['code_verifier'] ?? '')
      .digest('base64url')
    expect(challenge).toBe(asked.searchParams.get('code_challenge'))
    expect(JSON.parse(vault.entries.get('grant:account-1') ?? '')).toEqual({
      accessToken: 'canary-access',
      refreshToken: 'canary-refresh',
      expiresAt: clock.now() + 3_599_000,
      scope: GRANTED.scope,
    })
  })

  it('accepts the same address in other letters when it connects again', async () => {
    const { back, pending } = await begun({ emailAddress: 'ANA@Example.com' })
    await back({ code: 'c' })
    expect(await pending.outcome).toEqual({ emailAddress: 'Ana@example.com' })
  })
})

describe('what goes wrong has its own words and leaves nothing half made', () => {
  const cases: [string, Parameters<typeof begun>[0], Record<string, string>, string, RegExp][] = [
    ['consent refused', {}, { error: 'access_denied' }, 'access_denied', /cancelled/u],
    [
      'blocked by the organisation',
      {},
      { error: 'admin_policy_enforced' },
      'admin_policy_enforced',
      /administrator/u,
    ],
    [
      'a client for one organisation',
      {},
      { error: 'org_internal' },
      'org_internal',
      /members of one organisation/u,
    ],
    ['an error nobody knows', {}, { error: 'new_trouble' }, 'refused', /refused/u],
    ['Google’s own trouble', {}, { error: 'server_error' }, 'server', /problem of its own/u],
    [
      'an unticked box',
      { answer: { body: { ...GRANTED, scope: 'openid email' } } },
      { code: 'c' },
      'scope_missing',
      /tick every box/u,
    ],
    [
      'a narrower scope of the same start',
      { answer: { body: { ...GRANTED, scope: `${SCOPE}.readonly` } } },
      { code: 'c' },
      'scope_missing',
      /tick every box/u,
    ],
    [
      'no refresh token',
      { answer: { body: { ...GRANTED, refresh_token: undefined } } },
      { code: 'c' },
      'no_refresh_token',
      /lasting permission/u,
    ],
    [
      'another address',
      { emailAddress: 'bea@example.com' },
      { code: 'c' },
      'other_address',
      /another Google address/u,
    ],
    [
      'a deleted client',
      { answer: { status: 401, body: { error: 'deleted_client' } } },
      { code: 'c' },
      'invalid_client',
      /client/u,
    ],
    [
      'a wrong client secret',
      { answer: { status: 401, body: { error: 'invalid_client' } } },
      { code: 'c' },
      'invalid_client',
      /JSON is wrong/u,
    ],
    [
      'a redirect that does not match',
      { answer: { status: 400, body: { error: 'redirect_uri_mismatch' } } },
      { code: 'c' },
      'redirect_uri_mismatch',
      /Desktop app/u,
    ],
    [
      'a code that was used',
      { answer: { status: 400, body: { error: 'invalid_grant' } } },
      { code: 'c' },
      'invalid_grant',
      /used already/u,
    ],
    ['too many tries', { answer: { status: 429 } }, { code: 'c' }, 'throttled', /wait/u],
    [
      'Google failing',
      { answer: { status: 503, body: '<html>' } },
      { code: 'c' },
      'server',
      /problem of its own/u,
    ],
    [
      'a page instead of a token',
      { answer: { body: '<html>' } },
      { code: 'c' },
      'server',
      /problem of its own/u,
    ],
    ['a cut line', { answer: { cut: true } }, { code: 'c' }, 'offline', /can’t be reached/u],
  ]

  it.each(cases)('%s', async (_what, options, query, reason, words) => {
    const { back, google, logger, pending, vault } = await begun(options)
    const [page, failure] = await Promise.all([back(query), failureOf(pending.outcome)])
    expect(failure.code).toBe('account_connect_auth_error')
    expect(failure.detail).toEqual({ reason })
    expect(failure.message).toMatch(words)
    expect(page.status).toBe(400)
    expect(page.body).toContain(failure.message)
    expect(vault.entries.size).toBe(0)
    expect(google.requests.length).toBeLessThanOrEqual(1)
    expect(page.body + logger.lines.join('')).not.toContain('canary')
  })

  it('no network', async () => {
    const { back, pending, vault } = await begun({ endpoints: await deadEndpoints() })
    await back({ code: 'c' })
    expect((await failureOf(pending.outcome)).detail).toEqual({ reason: 'offline' })
    expect(vault.entries.size).toBe(0)
  })

  it.each<[ProviderErrorKind, string]>([
    ['offline', 'offline'],
    ['throttled', 'throttled'],
    ['server', 'server'],
    ['rejected', 'api_disabled'],
    ['auth', 'api_disabled'],
  ])('the mailbox answers “%s”', async (kind, reason) => {
    const { back, pending, vault } = await begun({
      profile: () => Promise.reject(new ProviderError(kind, 'no')),
    })
    await back({ code: 'c' })
    expect((await failureOf(pending.outcome)).detail).toEqual({ reason })
    expect(vault.entries.size).toBe(0)
  })

  it('a token store that is locked', async () => {
    const vault = memoryVault()
    vault.set = () =>
      Promise.reject(new OperationError('token_store_unavailable', 'Enter the passphrase.'))
    const { back, pending } = await begun({ vault })
    const [page, failure] = await Promise.all([back({ code: 'c' }), failureOf(pending.outcome)])
    expect(failure.code).toBe('token_store_unavailable')
    expect(page.body).toContain('Enter the passphrase.')
  })

  it('a failed second sign-in leaves the first grant as it was', async () => {
    const vault = memoryVault()
    await vault.set('grant:account-1', 'the former grant')
    const { back, pending } = await begun({ vault, emailAddress: 'bea@example.com' })
    await Promise.all([back({ code: 'c' }), failureOf(pending.outcome)])
    expect(vault.entries.get('grant:account-1')).toBe('the former grant')
  })

  it('is explained in Spanish to a Spanish browser', async () => {
    const { back, pending } = await begun()
    const [page] = await Promise.all([
      back({ error: 'access_denied' }, 'es'),
      failureOf(pending.outcome),
    ])
    expect(page.body).toContain('se canceló en el navegador')
  })

  it('cancelled in the program before the browser came back', async () => {
    const { back, pending } = await begun()
    pending.cancel()
    expect((await failureOf(pending.outcome)).message).toMatch(/cancelled/u)
    expect((await back({ code: 'c' })).status).toBe(410)
  })

  it('cancelled while the grant is being kept: it is taken out again', async () => {
    const vault = memoryVault()
    const set = vault.set.bind(vault)
    const { back, pending } = await begun({ vault })
    vault.set = async (name, secret) => {
      await set(name, secret)
      pending.cancel()
    }
    await Promise.all([back({ code: 'c' }), failureOf(pending.outcome)])
    expect(vault.entries.size).toBe(0)
  })

  it('a reconnect cancelled while its grant is being kept: the former grant stays, whole', async () => {
    const vault = memoryVault()
    const first = await begun({ vault })
    await first.back({ code: 'c' })
    await first.pending.outcome
    const former = [...vault.entries]
    expect(former).toHaveLength(1)

    const set = vault.set.bind(vault)
    const again = await begun({ vault })
    vault.set = async (name, secret) => {
      vault.set = set
      await set(name, secret)
      again.pending.cancel()
    }
    await Promise.all([again.back({ code: 'c2' }), failureOf(again.pending.outcome)])
    expect([...vault.entries]).toEqual(former)
  })

  it('never finished', async () => {
    const { clock, pending, vault } = await begun()
    clock.advance(600_000)
    expect((await failureOf(pending.outcome)).message).toMatch(/not finished in time/u)
    expect(vault.entries.size).toBe(0)
  })
})
