import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseOutlookClient } from '#core/auth/client-credentials.ts'
import { createLoopbackSignIn } from '#core/auth/loopback/loopback-sign-in.ts'
import { createMicrosoftSignIn } from '#core/auth/microsoft/sign-in.ts'
import { createMicrosoftTokenSource } from '#core/auth/microsoft/token-source.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/start-simulator.ts'
import { memoryVault } from '../../auth/memory-vault.ts'
import { silentLogger } from '../../support/database/test-store.ts'

const EMAIL = 'ana@contoso.example'

describe('signing in to Microsoft', () => {
  let simulator: Simulator
  let vault: ReturnType<typeof memoryVault>
  let lost: number

  async function begin(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ consent: 'auto', ...options })
    simulator.accounts.createMicrosoft({ email: EMAIL, displayName: 'Ana' })
    vault = memoryVault()
    lost = 0
  }
  beforeEach(() => begin())
  afterEach(() => simulator.close())

  const endpoints = () => ({
    graphUrl: simulator.graphUrl,
    loginUrl: simulator.microsoftOauthUrl,
  })
  const client = () => Promise.resolve(parseOutlookClient(simulator.microsoftCredentials))

  function signIn(emailAddress: string | null = null): Promise<SignInAttempt> {
    return createMicrosoftSignIn({
      endpoints: endpoints(),
      client,
      vault,
      loopback: createLoopbackSignIn({ clock: systemClock, logger: silentLogger }),
      clock: systemClock,
      logger: silentLogger,
      profile: (token) =>
        createOutlookProvider({
          tokens: { getAccessToken: () => Promise.resolve(token), invalidate: () => undefined },
          endpoints: endpoints(),
          clock: systemClock,
          logger: silentLogger,
        }).fetchProfile(),
    }).begin({ id: 'account', emailAddress })
  }

  /** What a browser does: follows the redirects to the end and reads the page. */
  async function visit(attempt: SignInAttempt): Promise<string> {
    const page = await fetch(attempt.authorizationUrl, { headers: { 'accept-language': 'en' } })
    return page.text()
  }

  function tokens(vaultNow = vault): AccessTokenSource {
    return createMicrosoftTokenSource({
      accountId: 'account',
      vault: vaultNow,
      client,
      endpoints: endpoints(),
      clock: systemClock,
      logger: silentLogger,
      onGrantLost: () => {
        lost += 1
      },
    })
  }

  async function connect(): Promise<AccessTokenSource> {
    const attempt = await signIn()
    await visit(attempt)
    await attempt.outcome
    return tokens()
  }

  it('comes back to localhost, with PKCE, and keeps a grant', async () => {
    const attempt = await signIn()
    const asked = new URL(attempt.authorizationUrl).searchParams
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+$/u)
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('scope')?.split(' ').sort()).toEqual(
      [
        'openid',
        'profile',
        'email',
        'offline_access',
        'User.Read',
        'Mail.ReadWrite',
        'Mail.Send',
      ].sort(),
    )
    expect(await visit(attempt)).toContain(`${EMAIL} is connected`)
    await expect(attempt.outcome).resolves.toEqual({ emailAddress: EMAIL })
    expect([...vault.entries.keys()]).toEqual(['grant:account'])
    expect(await tokens().getAccessToken()).not.toBe('')
  })

  it('asks once for however many wait', async () => {
    const source = await connect()
    source.invalidate(await source.getAccessToken())
    simulator.ledger.reset()
    const all = await Promise.all(Array.from({ length: 100 }, () => source.getAccessToken()))
    expect(new Set(all).size).toBe(1)
    expect(simulator.ledger.snapshot().httpRequests).toBe(1)
  })

  it('stores the rotated refresh token before anyone gets the access token', async () => {
    const source = await connect()
    source.invalidate(await source.getAccessToken())
    const former = vault.entries.get('grant:account')
    const set = vault.set.bind(vault)
    const order: string[] = []
    vault.set = async (name, secret) => {
      await set(name, secret)
      order.push('stored')
    }
    await source.getAccessToken().then(() => order.push('given'))
    expect(order).toEqual(['stored', 'given'])
    expect(vault.entries.get('grant:account')).not.toBe(former)
    // Whoever starts from the vault goes on from there.
    const next = tokens()
    next.invalidate(await next.getAccessToken())
    await expect(next.getAccessToken()).resolves.not.toBe('')
  })

  it('gives nobody a token that could not be stored, and keeps the rotated one for later', async () => {
    await simulator.close()
    await begin({ oldRefreshTokensFail: true })
    const source = await connect()
    source.invalidate(await source.getAccessToken())
    const set = vault.set.bind(vault)
    vault.set = () => Promise.reject(new Error('The disk is full'))
    await expect(source.getAccessToken()).rejects.toThrow('The disk is full')
    vault.set = set
    await expect(source.getAccessToken()).resolves.not.toBe('')
    expect(lost).toBe(0)
  })

  it('goes on from an entry of a former version, which names no token', async () => {
    await connect()
    const entry = JSON.parse(vault.entries.get('grant:account') ?? '') as Record<string, unknown>
    delete entry['accessToken']
    delete entry['expiresAt']
    vault.entries.set('grant:account', JSON.stringify(entry))
    await expect(tokens().getAccessToken()).resolves.not.toBe('')
    expect(lost).toBe(0)
  })

  it('asks for a new sign-in where the entry holds nothing to refresh', async () => {
    await connect()
    const entry = JSON.parse(vault.entries.get('grant:account') ?? '') as { cache: string }
    for (const cache of [
      '{}',
      'not json',
      JSON.stringify({ ...JSON.parse(entry.cache), RefreshToken: {} }),
    ]) {
      vault.entries.set(
        'grant:account',
        JSON.stringify({ ...entry, cache, accessToken: '', expiresAt: 0 }),
      )
      lost = 0
      await expect(tokens().getAccessToken()).rejects.toMatchObject({
        failure: { kind: 'auth' },
      })
      expect(lost).toBe(1)
    }
  })

  it('says that the grant is lost, once, when Microsoft ended it', async () => {
    const source = await connect()
    source.invalidate(await source.getAccessToken())
    simulator.accounts.microsoft(EMAIL).revokeGrants()
    await expect(source.getAccessToken()).rejects.toMatchObject({ failure: { kind: 'auth' } })
    await expect(source.getAccessToken()).rejects.toMatchObject({ failure: { kind: 'auth' } })
    expect(lost).toBe(1)
  })

  it('concludes nothing about the grant without network', async () => {
    const source = await connect()
    source.invalidate(await source.getAccessToken())
    const rule = simulator.faults.add({
      match: { path: '/token' },
      action: { dropConnection: 'before' },
    })
    await expect(source.getAccessToken()).rejects.toMatchObject({ failure: { kind: 'offline' } })
    simulator.faults.remove(rule)
    await expect(source.getAccessToken()).resolves.not.toBe('')
    expect(lost).toBe(0)
  })

  it('says who can help where an administrator must approve', async () => {
    simulator.settings.adminApproval = true
    const attempt = await signIn()
    expect(await visit(attempt)).toContain('Ask your administrator')
    await expect(attempt.outcome).rejects.toMatchObject({
      code: 'account_connect_auth_error',
      detail: {
        reason: 'admin_approval',
        adminConsentUrl: expect.stringContaining('/adminconsent?client_id=') as string,
      },
    })
    expect(vault.entries.size).toBe(0)
  })

  it('keeps nothing of a sign-in with another address', async () => {
    const attempt = await signIn('bea@contoso.example')
    const other = new URL(attempt.authorizationUrl)
    other.searchParams.delete('login_hint')
    await (await fetch(other)).text()
    await expect(attempt.outcome).rejects.toMatchObject({ detail: { reason: 'other_address' } })
    expect(vault.entries.size).toBe(0)
  })
})
