import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { fastClock } from '../support/fast-clock.ts'
import { expectMirror } from '../support/mirror.ts'
import { createSyncWorld, type SyncedAccount, type SyncWorld } from '../support/sync-world.ts'

const EMAIL = 'ana@mail.example'

describe('changes made here', () => {
  let world: SyncWorld
  let account: SyncedAccount
  let queued = 0
  const clock = fastClock(100)

  beforeEach(async () => {
    world = await createSyncWorld({ clock, pollIntervalMs: 10_000_000 })
    world.simulator.accounts.create({ email: EMAIL, messages: 60 })
    account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)
  })
  afterEach(() => world.dispose())

  const newest = (count: number): string[] =>
    [...world.simulator.accounts.get(EMAIL).messages()].slice(0, count).map(({ id }) => id)
  const isReadThere = (id: string): boolean =>
    world.simulator.accounts.get(EMAIL).message(id)?.labelIds.includes('UNREAD') === false

  async function mark(ids: string[], isRead: boolean): Promise<void> {
    queued += 1
    await world.store.transaction(async ({ messages, actions }) => {
      const rows = await Promise.all(ids.map((id) => messages.getByProviderId(account.id, id)))
      await messages.setRead(
        rows.flatMap((row) => (row ? [row.id] : [])),
        isRead,
      )
      await actions.insert({
        id: `action-${queued}`,
        accountId: account.id,
        kind: isRead ? 'set_read' : 'set_unread',
        providerMessageIds: ids,
        attempts: 0,
        notBefore: 0,
        createdAt: clock.now(),
      })
    })
    world.engine.actionQueued(account.id)
  }

  const untilTold = (): Promise<boolean> =>
    eventually(
      async () => (await world.store.read.actions.countPending(account.id)) === 0,
      'the queue to be empty',
    )

  it('reach the provider', async () => {
    const ids = newest(12)
    await mark(ids, true)
    await untilTold()
    expect(ids.every(isReadThere)).toBe(true)
  })

  it('are told in order, however often one of them has to wait', async () => {
    const [id = ''] = newest(1)
    world.simulator.faults.add({ match: { method: 'batch' }, times: 2, action: { status: 503 } })
    await mark([id], true)
    await mark([id], false)
    await mark([id], true)
    await mark([id], false)
    await untilTold()
    expect(isReadThere(id)).toBe(false)
    await world.engine.syncNow(account.id)
    await expectMirror(world.store, world.simulator, account)
  })

  it('survive a restart', async () => {
    const [id = ''] = newest(1)
    await mark([id], false)
    await untilTold()
    await world.engine.stop()
    await mark([id], true)
    await world.restart()
    await world.engine.start()
    await untilTold()
    expect(isReadThere(id)).toBe(true)
  })

  it('about a message that is gone are dropped without a word', async () => {
    const [gone = '', there = ''] = newest(2)
    world.simulator.accounts.get(EMAIL).delete([gone])
    await mark([gone, there], true)
    await untilTold()
    expect(isReadThere(there)).toBe(true)
    expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()
  })

  it('that the provider refuses are undone, and the person is told', async () => {
    const [id = ''] = newest(1)
    world.simulator.accounts.get(EMAIL).modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    world.simulator.faults.add({
      match: { method: 'messages.modify' },
      action: {
        status: 403,
        body: { error: { code: 403, message: 'No', errors: [{ reason: 'domainPolicy' }] } },
      },
    })
    await mark([id], true)
    await untilTold()
    await world.until(
      (event) =>
        event.type === 'account.status' && event.error?.code === 'read_status_update_error',
      'the refusal to be told',
    )
    await eventually(
      async () =>
        (await world.store.read.messages.getByProviderId(account.id, id))?.isRead === false,
      'the provider’s truth to be shown again',
    )
  })

  it('that are refused are all undone, at once or when the provider can be asked', async () => {
    const ids = newest(30)
    world.simulator.accounts.get(EMAIL).modify(ids, { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    const body = { error: { code: 403, message: 'No', errors: [{ reason: 'domainPolicy' }] } }
    const refusal = { status: 403, body }
    world.simulator.faults.add({ match: { method: 'messages.modify' }, action: refusal })
    world.simulator.faults.add({ match: { method: 'messages.batchModify' }, action: refusal })
    world.simulator.faults.add({
      match: { method: 'messages.get' },
      times: 9,
      action: { status: 503 },
    })
    await mark(ids, true)
    await untilTold()
    await expectMirror(world.store, world.simulator, account)
  })

  it('are told with a new token where the old one ends inside the batch', async () => {
    const [id = ''] = newest(1)
    world.simulator.accounts.get(EMAIL).modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    world.simulator.faults.add({
      match: { method: 'messages.modify', part: true },
      times: 1,
      action: { status: 401 },
    })
    await mark([id], true)
    await untilTold()
    expect(isReadThere(id)).toBe(true)
    expect((await world.store.read.accounts.get(account.id))?.status).toBe('connected')
  })
})

describe('stopping', () => {
  it('in the middle of a first sync leaves a place to go on from, and writes no more', async () => {
    const world = await createSyncWorld({ simulator: { latencyMs: 20 } })
    try {
      world.simulator.accounts.create({ email: EMAIL, messages: 1_500 })
      const account = await world.addAccount(EMAIL)
      await world.engine.start()
      await world.until(
        (event) => event.type === 'sync.progress' && event.phase === 'backfill',
        'the backfill',
      )
      await world.engine.stop()
      const stored = (await world.store.read.messages.allKnown(account.id)).size
      const state = await world.store.read.sync.state(account.id)
      expect(stored).toBeLessThan(1_500)
      expect(state).toMatchObject({ isComplete: false })
      await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({
        code: 'account_not_connected',
      })
      expect((await world.store.read.messages.allKnown(account.id)).size).toBe(stored)

      world.simulator.ledger.reset()
      await world.restart()
      await world.engine.start()
      await world.untilComplete(account)
      await expectMirror(world.store, world.simulator, account)
      // What was stored before the stop was not fetched again.
      const { methods } = world.simulator.ledger.snapshot()
      expect(methods['users.getProfile']?.calls ?? 0).toBe(0)
    } finally {
      await world.dispose()
    }
  })
})
