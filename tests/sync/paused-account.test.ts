import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../support/sync/sync-environment.ts'
import { markReadAndQueue } from '../support/sync/change-messages.ts'
import { storedIds } from '../support/database/stored-messages.ts'

const EMAIL = 'ana@mail.example'

describe('an account that the person paused', () => {
  let world: SyncEnvironment
  afterEach(() => world.dispose())

  const setPaused = async (account: SyncedAccount, isPaused: boolean): Promise<void> => {
    await world.store.transaction(({ accounts }) => accounts.update(account.id, { isPaused }))
    world.engine.syncSettingsChanged(account.id)
    await eventually(
      async () =>
        await Promise.resolve(
          (world.engine.progressOf(account.id).phase === 'paused') === isPaused,
        ),
      isPaused ? 'the account to rest' : 'the account to go on',
    )
  }

  async function begin(messages: number, latencyMs = 0): Promise<SyncedAccount> {
    world = await createSyncEnvironment({ simulator: { latencyMs } })
    world.simulator.accounts.create({ email: EMAIL, messages })
    const account = await world.addAccount(EMAIL)
    await world.engine.start()
    return account
  }

  it('stops in the middle of its first sync and goes on from there', async () => {
    const account = await begin(1_500, 5)
    await world.engine.syncNow(account.id)

    await setPaused(account, true)
    const { httpRequests } = world.simulator.ledger.snapshot()
    const stored = (await storedIds(world.store, account.id)).size
    expect(stored).toBeLessThan(1_500)
    await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({ code: 'account_paused' })
    world.engine.wake()
    await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({ code: 'account_paused' })
    expect(world.simulator.ledger.snapshot().httpRequests).toBe(httpRequests)

    world.events.length = 0
    await setPaused(account, false)
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('stays so over a restart', async () => {
    const account = await begin(20)
    await world.untilComplete(account)
    await setPaused(account, true)
    await world.restart()
    world.simulator.accounts.deliver(EMAIL, { subject: 'Meanwhile' })
    await world.engine.start()

    await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({ code: 'account_paused' })
    expect((await storedIds(world.store, account.id)).size).toBe(20)

    await setPaused(account, false)
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('still tells the provider what the person does', async () => {
    const account = await begin(20)
    await world.untilComplete(account)
    await setPaused(account, true)
    const [message] = [...world.simulator.accounts.get(EMAIL).messages()].filter(({ labelIds }) =>
      labelIds.includes('UNREAD'),
    )
    if (!message) throw new Error('There is no unread message')

    await world.store.transaction((tx) => markReadAndQueue(tx, account.id, [message.id], true))
    world.engine.changeQueued(account.id)

    await eventually(
      async () =>
        await Promise.resolve(
          world.simulator.accounts.get(EMAIL).message(message.id)?.labelIds.includes('UNREAD') ===
            false,
        ),
      'the provider to be told',
    )
  })
})
