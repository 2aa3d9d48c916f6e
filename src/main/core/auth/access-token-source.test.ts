import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ProviderError } from '#core/ports/provider.ts'
import { OperationError } from '#shared/errors.ts'
import { frozenClock } from '../../../../tests/auth/frozen-clock.ts'
import { memoryVault } from '../../../../tests/auth/memory-vault.ts'
import { recordingLogger } from '../../../../tests/auth/recording-logger.ts'
import { createAccessTokenSource } from './access-token-source.ts'
import { createGrantStore, deleteGrant } from './grant-store.ts'
import { TokenError, type TokenFailure } from './token-error.ts'

const HOUR = 3_600_000
const ENTRY = 'grant:account'

/** A grant of which every refresh ends the one before, as Microsoft's may. */
const rotating = z.object({
  refresh: z.string(),
  accessToken: z.string(),
  expiresAt: z.number(),
})
type Rotating = z.infer<typeof rotating>

function connected() {
  const clock = frozenClock()
  const logger = recordingLogger()
  const vault = memoryVault()
  const good: Rotating = { refresh: 'r0', accessToken: 'a0', expiresAt: 0 }
  vault.entries.set(ENTRY, JSON.stringify(good))
  /** The one refresh token that the provider still takes. */
  let valid = 'r0'
  const asked: string[] = []
  const counts = { lost: 0 }
  const settings: {
    before?: () => void | Promise<void>
    failure: TokenFailure | null
  } = { failure: null }

  const exchange = async (former: Rotating): Promise<Rotating> => {
    asked.push(former.refresh)
    await settings.before?.()
    if (settings.failure) throw new TokenError(settings.failure)
    if (former.refresh !== valid) {
      throw new TokenError({ kind: 'refused', error: 'invalid_grant', codes: [] })
    }
    valid = `r${asked.length}`
    const accessToken = `a${asked.length}`
    return { refresh: valid, accessToken, expiresAt: clock.now() + HOUR }
  }
  const open = () =>
    createAccessTokenSource({
      accountId: 'account',
      grants: createGrantStore(rotating, vault, 'account'),
      clock,
      logger,
      onGrantLost: () => {
        counts.lost += 1
      },
      provider: {
        name: 'Anybody',
        client: () => Promise.resolve(null),
        exchange,
        decide: ({ error }) =>
          error === 'invalid_grant'
            ? { kind: 'lost', message: 'Sign in again.' }
            : error === 'busy'
              ? { kind: 'passing' }
              : { kind: 'rejected', message: 'No.' },
      },
    })
  const stored = (): unknown => JSON.parse(vault.entries.get(ENTRY) ?? 'null')
  const signInAnew = (grant: Rotating): void => {
    valid = grant.refresh
    vault.entries.set(ENTRY, JSON.stringify(grant))
  }
  return { clock, logger, vault, asked, counts, settings, open, source: open(), stored, signInAnew }
}

const failureOf = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ProviderError) return error.failure
  throw new Error('expected a ProviderError', { cause: error })
}

const locked = () =>
  Promise.reject(new OperationError('token_store_unavailable', 'The store is locked.'))

describe('a token store that fails at the wrong moment loses no rotated grant', () => {
  it.each(['get', 'set'] as const)('when it fails to %s after the refresh', async (verb) => {
    const { asked, counts, settings, source, stored, vault } = connected()
    const works = { ...vault }
    settings.before = () => {
      Object.assign(vault, { [verb]: locked })
    }
    expect(await failureOf(source.getAccessToken())).toMatchObject({
      kind: 'server',
      message: 'The store is locked.',
    })
    // However often it is tried meanwhile: nobody gets a token that is not stored.
    expect((await failureOf(source.getAccessToken())).kind).toBe('server')
    expect((await failureOf(source.getAccessToken())).kind).toBe('server')
    expect(stored()).toMatchObject({ refresh: 'r0' })
    Object.assign(vault, works)
    expect(await source.getAccessToken()).toBe('a1')
    expect(stored()).toMatchObject({ refresh: 'r1' })
    expect(asked).toEqual(['r0'])
    expect(counts.lost).toBe(0)
  })

  it('says so in the log, without the token', async () => {
    const { logger, settings, source, vault } = connected()
    settings.before = () => {
      vault.set = locked
    }
    await failureOf(source.getAccessToken())
    const lines = logger.lines.join('\n')
    expect(lines).toContain('could not be stored yet')
    expect(lines).not.toMatch(/\br1\b|\ba1\b/u)
  })

  it('gives way to a sign-in that was stored meanwhile', async () => {
    const { clock, settings, signInAnew, source, stored, vault } = connected()
    const works = { ...vault }
    settings.before = () => {
      vault.set = locked
    }
    await failureOf(source.getAccessToken())
    Object.assign(vault, works)
    const anew = { refresh: 'new', accessToken: 'new-access', expiresAt: clock.now() + HOUR }
    signInAnew(anew)
    expect(await source.getAccessToken()).toBe('new-access')
    expect(stored()).toEqual(anew)
  })
})

describe('several hands on one grant', () => {
  it('take the token that somebody else had refreshed already', async () => {
    const { asked, open, source } = connected()
    expect(await source.getAccessToken()).toBe('a1')
    expect(await open().getAccessToken()).toBe('a1')
    expect(asked).toHaveLength(1)
  })

  it('refresh it once, even when they find it ended at the same time', async () => {
    const { asked, counts, open } = connected()
    const hands = [open(), open(), open()]
    const tokens = await Promise.all(hands.map((hand) => hand.getAccessToken()))
    expect(new Set(tokens)).toEqual(new Set(['a1']))
    expect(asked).toEqual(['r0'])
    expect(counts.lost).toBe(0)
  })

  it('do not take a new sign-in for lost with the old one', async () => {
    const { clock, counts, settings, signInAnew, source, stored } = connected()
    const anew = { refresh: 'new', accessToken: 'new-access', expiresAt: clock.now() + HOUR }
    settings.before = () => signInAnew(anew)
    expect(await source.getAccessToken()).toBe('new-access')
    expect(stored()).toEqual(anew)
    expect(counts.lost).toBe(0)
  })

  it('bring no deleted grant back, even deleted while it is being replaced', async () => {
    const { source, vault } = connected()
    const works = { ...vault }
    let reads = 0
    let deleting = Promise.resolve()
    vault.get = (name) => {
      reads += 1
      // The second look is the one just before writing.
      if (reads === 2) deleting = deleteGrant(vault, 'account')
      return works.get(name)
    }
    await source.getAccessToken()
    await deleting
    expect(vault.entries.size).toBe(0)
  })

  it('give up where the grant keeps changing', async () => {
    const { asked, counts, settings, source, vault } = connected()
    settings.before = () => {
      const refresh = `other-${asked.length}`
      vault.entries.set(ENTRY, JSON.stringify({ refresh, accessToken: 'x', expiresAt: 0 }))
    }
    expect((await failureOf(source.getAccessToken())).kind).toBe('server')
    expect(asked).toHaveLength(3)
    expect(counts.lost).toBe(0)
  })
})

describe('what is no lost grant', () => {
  it.each<[TokenFailure, string]>([
    [{ kind: 'offline' }, 'offline'],
    [{ kind: 'server' }, 'server'],
    [{ kind: 'throttled', retryAfterMs: 5_000 }, 'throttled'],
    [{ kind: 'refused', error: 'busy', codes: [] }, 'server'],
    [{ kind: 'refused', error: 'invalid_client', codes: [] }, 'rejected'],
  ])('%o is %s, and the next try may succeed', async (failure, kind) => {
    const { counts, settings, source } = connected()
    settings.failure = failure
    const all = Array.from({ length: 100 }, () => failureOf(source.getAccessToken()))
    expect(new Set((await Promise.all(all)).map((failed) => failed.kind))).toEqual(new Set([kind]))
    settings.failure = null
    expect(await source.getAccessToken()).toBe('a2')
    expect(counts.lost).toBe(0)
  })
})
