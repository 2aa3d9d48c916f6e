import { describe, expect, it } from 'vitest'
import type { FaultAction } from '../../simulator/control/faults.ts'
import { OperationError } from '#shared/errors.ts'
import { PROVIDERS, createSignedInAccount } from './signed-in-account.ts'

const HOUR = 3_600_000
const HUNDRED = Array.from({ length: 100 }, (_, index) => index)

const kindOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'a token',
    (error: unknown) => (error as { failure?: { kind: string } }).failure?.kind,
  )

describe.each(PROVIDERS)('access tokens of %s', (name) => {
  it('that have ended are refreshed once for a hundred callers', async () => {
    const { advance: pass, refreshes, source } = await createSignedInAccount(name)
    const tokens = source()
    const former = await tokens.getAccessToken()
    expect(refreshes()).toBe(0)
    pass(2 * HOUR)
    const fresh = await Promise.all(HUNDRED.map(() => tokens.getAccessToken()))
    expect(new Set(fresh).size).toBe(1)
    expect(fresh[0]).not.toBe(former)
    expect(refreshes()).toBe(1)
  })

  it('that are refused under a hundred requests are refreshed once, and each request succeeds', async () => {
    const { mail, refreshes, simulator, someMessage, source } = await createSignedInAccount(name, {
      latencyMs: 20,
    })
    const provider = mail(source())
    const id = someMessage()
    await provider.fetchRawMessage(id)
    // At the provider only: here the token looks good, and all hundred set out with it.
    simulator.clock.advance(2 * HOUR)
    const all = await Promise.all(HUNDRED.map(() => provider.fetchRawMessage(id)))
    expect(all.every((raw) => raw.length > 0)).toBe(true)
    expect(refreshes()).toBe(1)
    const refused = simulator.ledger.calls().filter(({ status }) => status === 401)
    expect(refused).toHaveLength(100)
  })

  it('are refreshed once by three sources of one account', async () => {
    const {
      losses,
      advance: pass,
      refreshes,
      source,
    } = await createSignedInAccount(name, {
      oldRefreshTokensFail: true,
    })
    const sources = [source(), source(), source()]
    pass(2 * HOUR)
    const fresh = await Promise.all(
      HUNDRED.map(async (index) => sources[index % 3]?.getAccessToken()),
    )
    expect(new Set(fresh).size).toBe(1)
    expect(refreshes()).toBe(1)
    expect(losses()).toBe(0)
  })

  it('are in the vault before anyone gets them', async () => {
    const {
      advance: pass,
      source,
      vault,
    } = await createSignedInAccount(name, { oldRefreshTokensFail: true })
    const before = vault.entries.get('grant:account')
    const order: string[] = []
    const tokens = source({
      ...vault,
      async set(entry, secret) {
        await vault.set(entry, secret)
        order.push('stored')
      },
    })
    pass(2 * HOUR)
    await tokens.getAccessToken().then(() => order.push('given'))
    expect(order).toEqual(['stored', 'given'])
    expect(vault.entries.get('grant:account')).not.toBe(before)
    // Whoever begins from the vault goes on from there, however strict the provider is.
    const next = source()
    pass(2 * HOUR)
    expect(await kindOf(next.getAccessToken())).toBe('a token')
  })

  it('wait for a vault that fails just then, and need no new sign-in', async () => {
    const {
      losses,
      advance: pass,
      refreshes,
      source,
      vault,
    } = await createSignedInAccount(name, {
      oldRefreshTokensFail: true,
    })
    let isLocked = false
    const failing = (): Promise<never> =>
      Promise.reject(new OperationError('token_store_unavailable', 'The store is locked.'))
    const tokens = source({
      ...vault,
      get: (entry) => (isLocked ? failing() : vault.get(entry)),
      set: () => {
        isLocked = true
        return failing()
      },
    })
    pass(2 * HOUR)
    expect(await kindOf(tokens.getAccessToken())).toBe('server')
    expect(await kindOf(tokens.getAccessToken())).toBe('server')
    expect([refreshes(), losses()]).toEqual([1, 0])
  })

  it.each<[string, FaultAction]>([
    ['the network is gone', { dropConnection: 'before' }],
    ['the provider is down', { status: 503 }],
    ['the provider is busy', { status: 429, retryAfter: 3 }],
    ['a page of HTML comes back', { htmlErrorPage: 200 }],
    ['the answer says so in an OAuth code', { status: 400, body: { error: 'server_error' } }],
    [
      'the service is overloaded',
      { status: 400, body: { error: 'temporarily_unavailable', error_codes: [90033] } },
    ],
  ])('are no lost grant where %s, and come with the next try', async (_what, action) => {
    const {
      losses,
      advance: pass,
      refreshes,
      simulator,
      source,
      tokenMethod,
    } = await createSignedInAccount(name, {
      oldRefreshTokensFail: true,
    })
    const tokens = source()
    pass(2 * HOUR)
    simulator.faults.add({ match: { method: tokenMethod }, times: 1, action })
    const kinds = await Promise.all(HUNDRED.map(() => kindOf(tokens.getAccessToken())))
    expect(new Set(kinds).size).toBe(1)
    expect(kinds[0]).toMatch(/^(?:offline|server|throttled)$/u)
    if ('dropConnection' in action) expect(kinds[0]).toBe('offline')
    expect(await kindOf(tokens.getAccessToken())).toBe('a token')
    expect([refreshes(), losses()]).toEqual([2, 0])
  })

  it.each(name === 'google' ? ['invalid_grant'] : ['invalid_grant', 'interaction_required'])(
    'end with the grant where the provider says %s, and it is told once',
    async (error) => {
      const {
        losses,
        advance: pass,
        refreshes,
        simulator,
        source,
        tokenMethod,
      } = await createSignedInAccount(name)
      const tokens = source()
      pass(2 * HOUR)
      simulator.faults.add({
        match: { method: tokenMethod },
        action: { status: 400, body: { error, error_description: 'Ended.' } },
      })
      const kinds = await Promise.all(HUNDRED.map(() => kindOf(tokens.getAccessToken())))
      expect(new Set(kinds)).toEqual(new Set(['auth']))
      expect(await kindOf(tokens.getAccessToken())).toBe('auth')
      expect([refreshes(), losses()]).toEqual([1, 1])
    },
  )
})
