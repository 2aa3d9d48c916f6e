import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createFastClock } from '../support/clocks/fast-clock.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../support/sync/sync-environment.ts'
import { changeAndQueue, markReadAndQueue } from '../support/sync/change-messages.ts'
import { storedIds } from '../support/database/stored-messages.ts'

const EMAIL = 'ana@mail.example'

describe('changes made here', () => {
  let world: SyncEnvironment
  let account: SyncedAccount
  const clock = createFastClock(100)

  beforeEach(async () => {
    world = await createSyncEnvironment({ clock, pollIntervalMs: 20_000 })
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
    await world.store.transaction((tx) => markReadAndQueue(tx, account.id, ids, isRead))
    world.engine.changeQueued(account.id)
  }

  const untilTold = (): Promise<boolean> =>
    eventually(
      async () => (await world.store.read.pendingChanges.countPending(account.id)) === 0,
      'the queue to be empty',
    )

  it('reach the provider', async () => {
    const ids = newest(12)
    await mark(ids, true)
    await untilTold()
    expect(ids.every(isReadThere)).toBe(true)
  })

  it('arrive in order, however often one of them has to wait', async () => {
    const [id = ''] = newest(1)
    world.simulator.faults.add({ match: { method: 'batch' }, times: 2, action: { status: 503 } })
    await mark([id], true)
    await mark([id], false)
    await mark([id], true)
    await mark([id], false)
    await untilTold()
    expect(isReadThere(id)).toBe(false)
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
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

  it('that the provider refuses are undone, and its reason stays until it is dismissed', async () => {
    const [id = ''] = newest(1)
    world.simulator.accounts.get(EMAIL).modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    const rule = world.simulator.faults.add({
      match: { method: 'messages.modify' },
      action: {
        status: 403,
        body: { error: { code: 403, message: 'No', errors: [{ reason: 'domainPolicy' }] } },
      },
    })
    await mark([id], true)
    await untilTold()
    await world.until((event) => event.type === 'changes.changed', 'the refusal to be reported')
    const isReadHere = async (): Promise<boolean | undefined> =>
      (await world.store.read.messages.getByProviderId(account.id, id))?.isRead
    expect(await isReadHere()).toBe(false)

    for (let poll = 0; poll < 3; poll += 1) await world.engine.syncNow(account.id)
    const [refused] = await world.store.read.pendingChanges.list([account.id], 10)
    expect(refused).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('No') as string,
    })
    expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()

    world.simulator.faults.remove(rule)
    await mark([id], true)
    await untilTold()
    expect(isReadThere(id)).toBe(true)
  })

  it('of other messages leave while one message always fails', async () => {
    const [bad = '', ...good] = newest(30)
    world.simulator.accounts.get(EMAIL).modify([bad, ...good], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    world.simulator.faults.add({
      match: { method: 'messages.modify', path: bad },
      action: { status: 500 },
    })
    world.simulator.faults.add({
      match: { method: 'messages.batchModify' },
      action: { status: 500 },
    })
    await mark([bad, ...good], true)
    await eventually(
      () => Promise.resolve(good.every(isReadThere)),
      'all but the one to be read at Gmail',
    )
    await mark(good.slice(0, 3), false)
    await eventually(
      () => Promise.resolve(!good.slice(0, 3).some(isReadThere)),
      'later changes of the others to leave',
    )
    expect(isReadThere(bad)).toBe(false)
    // Gmail has a change a moment before its answer is stored here.
    await eventually(async () => {
      const waiting = await world.store.read.pendingChanges.list([account.id], 10)
      return waiting.map((row) => row.providerMessageId).join() === bad
    }, 'only the one to wait')
  })

  it('give way to a later change made elsewhere, also one that a poll under way reports', async () => {
    const [id = ''] = newest(1)
    world.simulator.accounts.get(EMAIL).modify([id], { remove: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    world.simulator.faults.add({
      match: { method: 'history.list' },
      times: 1,
      action: { delayMs: 3_000 },
    })
    const poll = world.engine.syncNow(account.id)
    await eventually(
      () => Promise.resolve(world.simulator.faults.list().some(({ struck }) => struck > 0)),
      'the poll to wait',
    )
    await mark([id], false)
    await untilTold()
    world.simulator.accounts.get(EMAIL).modify([id], { remove: ['UNREAD'] })
    await poll
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('leave while a refused message cannot be read again', async () => {
    const [refused = '', other = ''] = newest(2)
    world.simulator.accounts.get(EMAIL).modify([refused, other], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    const body = { error: { code: 403, message: 'No', errors: [{ reason: 'domainPolicy' }] } }
    world.simulator.faults.add({
      match: { method: 'messages.modify', path: refused },
      action: { status: 403, body },
    })
    world.simulator.faults.add({
      match: { method: 'messages.get', path: refused },
      action: { status: 500 },
    })
    await mark([refused], true)
    await world.until((event) => event.type === 'changes.changed', 'the refusal to be reported')
    await mark([other], true)
    await eventually(() => Promise.resolve(isReadThere(other)), 'the other change to leave')
  })

  it('that contradict each other before they leave leave nothing to send', async () => {
    const ids = newest(20)
    world.simulator.accounts.get(EMAIL).modify(ids, { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    await world.store.transaction(async (tx) => {
      await markReadAndQueue(tx, account.id, ids, true)
      await markReadAndQueue(tx, account.id, ids, false)
    })
    world.simulator.ledger.reset()
    world.engine.changeQueued(account.id)
    await untilTold()
    const { methods } = world.simulator.ledger.snapshot()
    expect(methods['messages.batchModify']?.calls ?? 0).toBe(0)
  })

  it('of every kind that Gmail knows arrive there', async () => {
    const [starred = '', archived = '', trashed = '', junk = ''] = newest(4)
    const gmail = world.simulator.accounts.get(EMAIL)
    gmail.modify([starred, archived, trashed, junk], { add: ['INBOX'], remove: ['STARRED'] })
    await world.engine.syncNow(account.id)
    await world.store.transaction(async (tx) => {
      await changeAndQueue(tx, account.id, [starred], { kind: 'star', value: true })
      for (const [id, to, label] of [
        [archived, 'archive', null],
        [trashed, 'trash', 'TRASH'],
        [junk, 'spam', 'SPAM'],
      ] as const) {
        const labels = { add: label === null ? [] : [label], remove: ['INBOX'] }
        await changeAndQueue(tx, account.id, [id], { kind: 'move', to, labels })
      }
    })
    world.engine.changeQueued(account.id)
    await untilTold()
    expect(gmail.message(starred)?.labelIds).toContain('STARRED')
    expect(gmail.message(archived)?.labelIds).not.toContain('INBOX')
    expect(gmail.message(trashed)?.labelIds).toContain('TRASH')
    expect(gmail.message(junk)?.labelIds).toContain('SPAM')
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('stay as they were made while polls overlap them, over a restart as well', async () => {
    const [id = ''] = newest(1)
    world.simulator.accounts.get(EMAIL).modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    await mark([id], true)
    await untilTold()
    await world.restart()
    await world.engine.start()
    await world.engine.syncNow(account.id)
    world.simulator.accounts.get(EMAIL).modify([id], { add: ['UNREAD'] })
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
    expect(await world.store.read.pendingChanges.hasConfirming(account.id)).toBe(false)
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
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('are sent with a new token where the old one ends inside the batch', async () => {
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
    const world = await createSyncEnvironment({ simulator: { latencyMs: 20 } })
    try {
      world.simulator.accounts.create({ email: EMAIL, messages: 1_500 })
      const account = await world.addAccount(EMAIL)
      await world.engine.start()
      await world.until(
        (event) => event.type === 'sync.progress' && event.phase === 'backfill',
        'the backfill',
      )
      await world.engine.stop()
      const stored = (await storedIds(world.store, account.id)).size
      const state = await world.store.read.sync.findState(account.id)
      expect(stored).toBeLessThan(1_500)
      expect(state).toMatchObject({ isComplete: false })
      await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({
        code: 'account_not_connected',
      })
      expect((await storedIds(world.store, account.id)).size).toBe(stored)

      world.simulator.ledger.reset()
      await world.restart()
      await world.engine.start()
      await world.untilComplete(account)
      await expectGmailSynced(world.store, world.simulator, account)
      // What was stored before the stop was not fetched again.
      const { methods } = world.simulator.ledger.snapshot()
      expect(methods['users.getProfile']?.calls ?? 0).toBe(0)
    } finally {
      await world.dispose()
    }
  })
})
