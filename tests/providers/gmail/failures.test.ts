import { afterEach, describe, expect, it } from 'vitest'
import { expectGmailSynced } from '../../support/sync/expect-gmail-synced.ts'
import { createFastClock } from '../../support/clocks/fast-clock.ts'
import {
  createSyncEnvironment,
  type SyncEnvironment,
  type SyncEnvironmentOptions,
} from '../../support/sync/sync-environment.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const EMAIL = 'ana@mail.example'
/** Waits of minutes pass in milliseconds: what is tested is that they end well. */
const HURRIED: SyncEnvironmentOptions = { clock: createFastClock(200), pollIntervalMs: 2_000_000 }

describe('a provider in trouble', () => {
  let world: SyncEnvironment
  afterEach(() => world.dispose())

  async function firstSync(messages: number): Promise<{ id: string; email: string }> {
    world.simulator.accounts.create({ email: EMAIL, messages })
    const account = await world.addAccount(EMAIL)
    await world.engine.start()
    return account
  }

  it('loses no message when a fifth of all batch parts fail', async () => {
    world = await createSyncEnvironment(HURRIED)
    world.simulator.faults.add({ match: { method: 'batch' }, action: { partialBatch: 0.2 } })
    const account = await firstSync(900)
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it.each([
    ['429 without a time', { status: 429 }],
    ['429 in seconds', { status: 429, retryAfter: 3 }],
    ['429 until a date', { status: 429, retryAfter: new Date(Date.now() + 20_000).toUTCString() }],
    ['429 with a negative time', { status: 429, retryAfter: -5 }],
    ['429 with a huge time', { status: 429, retryAfter: 100 }],
    ['503', { status: 503 }],
    ['500', { status: 500 }],
    ['a page of HTML as 200', { htmlErrorPage: 200 }],
    ['cut answers', { truncateBody: true as const }],
    ['lost answers', { dropConnection: 'after' as const }],
    ['dropped connections', { dropConnection: 'before' as const }],
  ])('gets everything in spite of %s', async (_name, action) => {
    world = await createSyncEnvironment(HURRIED)
    world.simulator.faults.add({ match: {}, probability: 0.3, times: 12, action })
    const account = await firstSync(400)
    await world.untilComplete(account)
    expect(world.simulator.faults.list()[0]?.struck).toBeGreaterThan(0)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('takes the 403 of an exhausted quota for what it is', async () => {
    world = await createSyncEnvironment(HURRIED)
    const body = {
      error: {
        code: 403,
        message: 'User Rate Limit Exceeded',
        errors: [{ reason: 'userRateLimitExceeded', domain: 'usageLimits' }],
      },
    }
    world.simulator.faults.add({
      match: {},
      probability: 0.4,
      times: 10,
      action: { status: 403, body },
    })
    const account = await firstSync(300)
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
    expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()
  })

  it('deletes no row on a timeout, a refusal or a failure, only on the provider’s word', async () => {
    world = await createSyncEnvironment(HURRIED)
    const account = await firstSync(60)
    await world.untilComplete(account)
    const before = await storedIds(world.store, account.id)
    const provider = world.simulator.accounts.get(EMAIL)
    const [gone] = [...provider.messages()]
    provider.delete([gone?.id ?? ''])
    provider.expireHistory()
    const fault = world.simulator.faults.add({
      match: { method: 'messages.get' },
      action: { status: 403 },
    })
    // The first is answered when there is something to read, the second when all is compared.
    await world.engine.syncNow(account.id)
    await world.engine.syncNow(account.id)
    expect(await storedIds(world.store, account.id)).toEqual(before)
    // What Gmail could not tell of is not forgotten: the account does not call itself complete.
    expect(world.engine.progressOf(account.id).phase).not.toBe('complete')

    world.simulator.faults.remove(fault)
    await world.engine.syncNow(account.id)
    expect(world.engine.progressOf(account.id).phase).toBe('complete')
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('asks for a new sign-in once the grant is gone, and goes on after it', async () => {
    world = await createSyncEnvironment(HURRIED)
    const account = await firstSync(60)
    await world.untilComplete(account)
    world.simulator.accounts.get(EMAIL).revokeGrants()

    await expect(world.engine.syncNow(account.id)).rejects.toThrow()

    expect(await world.store.read.accounts.get(account.id)).toMatchObject({
      status: 'reauth_required',
      lastError: { code: 'account_not_connected' },
    })
    await world.until(
      (event) => event.type === 'account.status' && event.status === 'reauth_required',
      'the status to be announced',
    )
    await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({
      code: 'account_not_connected',
    })
    await world.store.transaction(({ accounts }) =>
      accounts.update(account.id, { status: 'connected', lastError: null }),
    )
    world.simulator.accounts.deliver(EMAIL, { subject: 'After' })
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('a dead account neither stops nor delays the others', async () => {
    world = await createSyncEnvironment(HURRIED)
    world.simulator.accounts.create({ email: 'dead@mail.example', messages: 50 })
    const dead = await world.addAccount('dead@mail.example')
    world.simulator.faults.add({ match: { account: 'dead@mail.example' }, action: { status: 500 } })
    const account = await firstSync(200)
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
    await world.until(
      (event) =>
        event.type === 'account.status' && event.accountId === dead.id && event.error !== null,
      'the dead account’s own error',
    )
    expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()
    expect(await storedIds(world.store, dead.id)).toEqual(new Set())
  })

  it('is offline, not in error, while nothing can be reached', async () => {
    world = await createSyncEnvironment(HURRIED)
    const account = await firstSync(30)
    await world.untilComplete(account)
    await world.simulator.close()
    await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({
      failure: { kind: 'offline' },
    })
    expect(world.engine.isOnline()).toBe(false)
    expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()
  })
})
