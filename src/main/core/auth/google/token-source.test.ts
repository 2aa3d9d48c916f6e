import { describe, expect, it } from 'vitest'
import { ProviderError } from '#core/ports/provider.ts'
import { OperationError } from '#shared/errors.ts'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { memoryVault } from '../../../../../tests/auth/memory-vault.ts'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import {
  deadEndpoints,
  scriptedGoogle,
  type ScriptedResponse,
} from '../../../../../tests/auth/scripted-google.ts'
import { createGoogleTokenSource } from './token-source.ts'

const HOUR = 3_600_000

async function connected(
  options: {
    answer?: (count: number) => ScriptedResponse | Promise<ScriptedResponse>
    expiresInMs?: number
    endpoints?: Awaited<ReturnType<typeof deadEndpoints>>
  } = {},
) {
  let count = 0
  const google = await scriptedGoogle(() => {
    count += 1
    const fresh = { body: { access_token: `access-${count}`, expires_in: 3600, scope: 's' } }
    return options.answer?.(count) ?? fresh
  })
  const clock = frozenClock()
  const logger = recordingLogger()
  const vault = memoryVault()
  let losses = 0
  await vault.set('grant:account-1', grant({ expiresAt: clock.now() + (options.expiresInMs ?? 0) }))
  const open = () =>
    createGoogleTokenSource({
      accountId: 'account-1',
      vault,
      client: () => Promise.resolve({ clientId: 'client', clientSecret: 'canary-secret' }),
      endpoints: options.endpoints ?? google.endpoints,
      clock,
      logger,
      onGrantLost: () => {
        losses += 1
      },
    })
  return { google, clock, logger, vault, open, source: open(), losses: () => losses }
}

function grant(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    refreshToken: 'canary-refresh',
    accessToken: 'access-0',
    expiresAt: 0,
    scope: 's',
    ...changes,
  })
}

const failureOf = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ProviderError) return error.failure
  throw new Error('expected a ProviderError', { cause: error })
}

describe('access tokens', () => {
  it('come from the vault while they are good, without asking Google', async () => {
    const { google, source } = await connected({ expiresInMs: HOUR })
    expect(await source.getAccessToken()).toBe('access-0')
    expect(google.requests).toEqual([])
  })

  it('are refreshed once for a hundred callers', async () => {
    const { google, source } = await connected()
    const tokens = await Promise.all(Array.from({ length: 100 }, () => source.getAccessToken()))
    expect(new Set(tokens)).toEqual(new Set(['access-1']))
    expect(google.requests).toEqual([
      {
        path: '/oauth2/token',
        form: {
          grant_type: 'refresh_token',
          refresh_token: 'canary-refresh',
          client_id: 'client',
          client_secret: 'canary-secret',
        },
      },
    ])
  })

  it('are refreshed once when a hundred callers are refused at the same time', async () => {
    const { google, source } = await connected({ expiresInMs: HOUR })
    const tokens = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const token = await source.getAccessToken()
        source.invalidate(token)
        return source.getAccessToken()
      }),
    )
    expect(new Set(tokens)).toEqual(new Set(['access-1']))
    expect(google.requests).toHaveLength(1)
  })

  it('are not refreshed because of a late refusal of a former token', async () => {
    const { google, source } = await connected({ expiresInMs: HOUR })
    const former = await source.getAccessToken()
    source.invalidate(former)
    expect(await source.getAccessToken()).toBe('access-1')
    source.invalidate(former)
    expect(await source.getAccessToken()).toBe('access-1')
    expect(google.requests).toHaveLength(1)
  })

  it('are renewed a minute before they end', async () => {
    const { clock, google, source } = await connected({ expiresInMs: HOUR })
    clock.advance(HOUR - 60_001)
    expect(await source.getAccessToken()).toBe('access-0')
    clock.advance(1)
    expect(await source.getAccessToken()).toBe('access-1')
    clock.advance(HOUR - 60_001)
    expect(await source.getAccessToken()).toBe('access-1')
    clock.advance(1_001)
    expect(await source.getAccessToken()).toBe('access-2')
    expect(google.requests).toHaveLength(2)
  })

  it('are in the vault before anyone gets them, and serve the next start', async () => {
    const { google, source, open, vault } = await connected()
    const order: string[] = []
    const set = vault.set.bind(vault)
    vault.set = async (name, secret) => {
      await set(name, secret)
      order.push('kept')
    }
    await source.getAccessToken().then(() => order.push('used'))
    expect(order).toEqual(['kept', 'used'])
    expect(await open().getAccessToken()).toBe('access-1')
    expect(google.requests).toHaveLength(1)
  })

  it('are not handed out when the new grant could not be kept', async () => {
    const { source, vault } = await connected()
    vault.set = () =>
      Promise.reject(new OperationError('token_store_unavailable', 'The disk is full.'))
    expect(await failureOf(source.getAccessToken())).toMatchObject({
      kind: 'server',
      message: 'The disk is full.',
    })
  })

  it('keep a rotated refresh token', async () => {
    const { google, clock, source, vault } = await connected({
      answer: (count) => ({
        body: {
          access_token: `access-${count}`,
          refresh_token: `refresh-${count}`,
          expires_in: 60,
        },
      }),
    })
    await source.getAccessToken()
    expect(vault.entries.get('grant:account-1')).toContain('"refresh-1"')
    clock.advance(HOUR)
    await source.getAccessToken()
    expect(google.requests.map(({ form }) => form['refresh_token'])).toEqual([
      'canary-refresh',
      'refresh-1',
    ])
  })
})

describe('a grant that has ended', () => {
  it('asks the person once, and Google no more', async () => {
    const { google, source, losses } = await connected({
      answer: () => ({ status: 400, body: { error: 'invalid_grant' } }),
    })
    const failures = await Promise.all(
      Array.from({ length: 20 }, () => failureOf(source.getAccessToken())),
    )
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['auth']))
    expect((await failureOf(source.getAccessToken())).kind).toBe('auth')
    expect(google.requests).toHaveLength(1)
    expect(losses()).toBe(1)
  })

  it.each([
    ['there is none', null],
    ['it can’t be read', 'not json'],
    ['it is of another shape', '{"refreshToken":7}'],
  ])('is the same as when %s', async (_what, entry) => {
    const { google, source, vault, losses } = await connected()
    if (entry === null) await vault.delete('grant:account-1')
    else await vault.set('grant:account-1', entry)
    expect((await failureOf(source.getAccessToken())).kind).toBe('auth')
    expect(google.requests).toEqual([])
    expect(losses()).toBe(1)
  })

  it.each(['token_decryption_error', 'token_integrity_error'] as const)(
    'costs a new sign-in when the vault answers %s',
    async (code) => {
      const { source, vault, losses } = await connected()
      vault.get = () => Promise.reject(new OperationError(code, 'It was changed.'))
      expect((await failureOf(source.getAccessToken())).kind).toBe('auth')
      expect(losses()).toBe(1)
    },
  )

  it('is not brought back by a refresh that was under way when the account was deleted', async () => {
    const gate = Promise.withResolvers<ScriptedResponse>()
    const { google, source, vault } = await connected({ answer: () => gate.promise })
    const asked = failureOf(source.getAccessToken())
    await expect.poll(() => google.requests.length).toBe(1)
    await vault.delete('grant:account-1')
    gate.resolve({ body: { access_token: 'late', expires_in: 3600 } })
    expect((await asked).kind).toBe('auth')
    expect(vault.entries.size).toBe(0)
  })

  it('gives way to a new sign-in made while the old one was refreshed', async () => {
    const gate = Promise.withResolvers<ScriptedResponse>()
    const { google, clock, source, vault } = await connected({ answer: () => gate.promise })
    const token = source.getAccessToken()
    await expect.poll(() => google.requests.length).toBe(1)
    const anew = { refreshToken: 'new', accessToken: 'new-access', expiresAt: clock.now() + HOUR }
    await vault.set('grant:account-1', grant(anew))
    gate.resolve({ body: { access_token: 'late', expires_in: 3600 } })
    expect(await token).toBe('new-access')
    expect(vault.entries.get('grant:account-1')).toContain('"new"')
  })
})

describe('trouble on the way says nothing about the grant', () => {
  it('when nobody answers', async () => {
    const { source, losses } = await connected({ endpoints: await deadEndpoints() })
    expect(await failureOf(source.getAccessToken())).toMatchObject({ kind: 'offline' })
    expect(losses()).toBe(0)
  })

  it.each<[string, ScriptedResponse, string, number | null]>([
    ['the line is cut', { cut: true }, 'offline', null],
    ['Google fails', { status: 500, body: 'oops' }, 'server', null],
    ['a proxy answers in HTML', { status: 502, body: '<html>' }, 'server', null],
    ['a login page comes as success', { status: 200, body: '<html>' }, 'server', null],
    ['there is no token in the answer', { status: 200, body: {} }, 'server', null],
    ['Google is busy', { status: 429, headers: { 'Retry-After': '7' } }, 'throttled', 7000],
    [
      'Google is busy until a date',
      { status: 429, headers: { 'Retry-After': 'Sat, 14 Mar 2026 09:27:53 GMT' } },
      'throttled',
      60_000,
    ],
    [
      'Retry-After is in the past',
      { status: 429, headers: { 'Retry-After': '-5' } },
      'throttled',
      0,
    ],
    [
      'a limit comes as 403',
      { status: 403, body: { error: 'rate_limit_exceeded' } },
      'throttled',
      null,
    ],
    [
      'the client was deleted',
      { status: 401, body: { error: 'deleted_client' } },
      'rejected',
      null,
    ],
    ['the client is wrong', { status: 401, body: { error: 'invalid_client' } }, 'rejected', null],
    ['something else is refused', { status: 400, body: 'what?' }, 'rejected', null],
  ])('when %s', async (_what, answer, kind, retryAfterMs) => {
    const { google, source, losses } = await connected({
      answer: (count) =>
        count === 1 ? answer : { body: { access_token: 'better', expires_in: 3600 } },
    })
    expect(await failureOf(source.getAccessToken())).toMatchObject({ kind, retryAfterMs })
    // The library would have tried three times by itself.
    expect(google.requests).toHaveLength(1)
    expect(losses()).toBe(0)
    expect(await source.getAccessToken()).toBe('better')
  })

  it('when the token store is locked', async () => {
    const { source, vault, losses } = await connected()
    const get = vault.get.bind(vault)
    vault.get = () =>
      Promise.reject(new OperationError('token_store_unavailable', 'Enter the passphrase.'))
    expect(await failureOf(source.getAccessToken())).toMatchObject({
      kind: 'server',
      message: 'Enter the passphrase.',
    })
    expect(losses()).toBe(0)
    vault.get = get
    expect(await source.getAccessToken()).toBe('access-1')
  })
})

it('no token is in a log line or in what is thrown', async () => {
  const { logger, source } = await connected({
    answer: () => ({ status: 400, body: { error: 'bad', error_description: 'canary-refresh' } }),
  })
  const error: unknown = await source.getAccessToken().catch((reason: unknown) => reason)
  expect(inspectDeeply(error) + logger.lines.join('')).not.toMatch(/canary|access-\d/u)
})

/** Everything reachable from an error, as a careless log would print it. */
function inspectDeeply(value: unknown, seen = new Set<unknown>()): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (seen.has(value)) return ''
  seen.add(value)
  return Reflect.ownKeys(value)
    .map((key) => String(key) + inspectDeeply(Reflect.get(value, key), seen))
    .join(' ')
}
