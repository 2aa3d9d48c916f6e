import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../support/sync/sync-environment.ts'
import { markReadAndQueue } from '../support/sync/change-messages.ts'

const EMAIL = 'ana@mail.example'

describe('a sync that was asked for', () => {
  let world: SyncEnvironment
  let account: SyncedAccount
  afterEach(() => world.dispose())

  async function begin(messages: number): Promise<void> {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages })
    account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)
    await world.engine.syncNow(account.id)
  }

  const struck = (rule: number, what: string): Promise<boolean> =>
    eventually(
      () =>
        Promise.resolve(
          world.simulator.faults.list().some(({ id, struck: times }) => id === rule && times > 0),
        ),
      what,
    )

  it('brings what arrived before it, although a round is under way that does not', async () => {
    await begin(30)
    // The round reads history, and then waits for the labels.
    const rule = world.simulator.faults.add({
      match: { method: 'labels.list' },
      times: 1,
      action: { delayMs: 300 },
    })
    const first = world.engine.syncNow(account.id)
    await struck(rule, 'history to have been read')
    world.simulator.accounts.deliver(EMAIL, { subject: 'Just now' })
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
    await first
  })

  it('brings what arrived while a full sync was ending', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: 400 })
    account = await world.addAccount(EMAIL)
    const rule = world.simulator.faults.add({
      match: { method: 'labels.list' },
      // The first is read with the newest mail, the second by the closing look.
      skip: 1,
      times: 1,
      action: { delayMs: 300 },
    })
    await world.engine.start()
    await struck(rule, 'the closing look')
    world.simulator.accounts.deliver(EMAIL, { subject: 'Just now' })
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('keeps a change that the provider accepted while a sync pass was reading', async () => {
    await begin(30)
    const provider = world.simulator.accounts.get(EMAIL)
    const [message] = [...provider.messages()]
    const id = message?.id ?? ''
    provider.modify([id], { remove: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    // Elsewhere it becomes unread; the round reads that, and is held up before it stores it.
    provider.modify([id], { add: ['UNREAD', 'STARRED'] })
    world.simulator.accounts.deliver(EMAIL, {})
    const rule = world.simulator.faults.add({
      match: { method: 'messages.get', part: true },
      times: 1,
      action: { delayMs: 400 },
    })
    const synced = world.engine.syncNow(account.id)
    await struck(rule, 'history to have been read')
    // Meanwhile the person marks it unread and then read again here, and both reach the provider.
    for (const isRead of [false, true]) {
      await world.store.transaction((tx) => markReadAndQueue(tx, account.id, [id], isRead))
      world.engine.changeQueued(account.id)
      await eventually(
        async () => (await world.store.read.pendingChanges.countPending(account.id)) === 0,
        'the change to be accepted',
      )
    }
    await synced
    const row = await world.store.read.messages.getByProviderId(account.id, id)
    expect(row).toMatchObject({ isRead: true, isStarred: true })
    expect(provider.message(id)?.labelIds).not.toContain('UNREAD')
  })

  it('keeps a queued mark through an expired history', async () => {
    await begin(30)
    const provider = world.simulator.accounts.get(EMAIL)
    const [message] = [...provider.messages()]
    const id = message?.id ?? ''
    provider.modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    const rule = world.simulator.faults.add({
      match: { method: 'batch' },
      action: { status: 503 },
    })
    await world.store.transaction(async (tx) => {
      await markReadAndQueue(tx, account.id, [id], true)
      const [change] = await tx.pendingChanges.list([account.id], 1)
      await tx.pendingChanges.postpone([change?.id ?? ''], 0, Number.MAX_SAFE_INTEGER)
    })
    provider.expireHistory()
    world.simulator.faults.remove(rule)
    await world.engine.syncNow(account.id)
    await world.engine.syncNow(account.id)
    const row = await world.store.read.messages.getByProviderId(account.id, id)
    expect(row).toMatchObject({ isRead: true })
    await world.store.transaction(async ({ pendingChanges }) => {
      const [change] = await pendingChanges.list([account.id], 1)
      await pendingChanges.postpone([change?.id ?? ''], 1, 0)
    })
    world.engine.changeQueued(account.id)
    await eventually(
      () => Promise.resolve(provider.message(id)?.labelIds.includes('UNREAD') === false),
      'the mark to be told',
    )
  })
})
