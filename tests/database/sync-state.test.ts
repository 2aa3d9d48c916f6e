import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageRef } from '../../src/main/core/ports/provider.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import { providerLabel } from '../support/database/provider-label.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, seedAccount } from './fixtures.ts'

const ref = (name: string): MessageRef => ({
  providerMessageId: name,
  // The letter is the thread: a1 and a2 belong together.
  providerThreadId: name.slice(0, 1),
})

describe.each(DIALECTS)('sync state on %s', (dialect) => {
  let opened: TestStore
  let store: Store
  beforeAll(async () => {
    opened = await openTestStore(dialect)
    store = opened.store
  })
  afterAll(async () => await opened.dispose())

  async function queued(names: string[]) {
    const { account } = await seedAccount(store)
    const add = async (list: string[]) =>
      await store.transaction(async (tx) => await tx.sync.addBacklog(account.id, list.map(ref)))
    await add(names)
    return {
      accountId: account.id,
      add,
      next: async (limit: number) =>
        (await store.read.sync.nextBacklog(account.id, limit)).map((one) => one.providerMessageId),
      remove: async (list: string[]) =>
        await store.transaction(async (tx) => await tx.sync.removeBacklog(account.id, list)),
      size: async () => await store.read.sync.backlogSize(account.id),
    }
  }

  it('saves the checkpoint and the labels, and replaces them', async () => {
    const { account } = await seedAccount(store)
    expect(await store.read.sync.findState(account.id)).toBeNull()
    const state = { accountId: account.id, checkpoint: { page: 'x' }, isComplete: false, total: 9 }
    await store.transaction(async (tx) => {
      await tx.sync.saveState(state)
      await tx.sync.saveLabels(account.id, [
        providerLabel({ id: 'b' }),
        providerLabel({ id: 'a', kind: 'system' }),
      ])
    })
    expect(await store.read.sync.findState(account.id)).toEqual(state)
    const labels = await store.read.sync.listLabels(account.id)
    expect(labels.map((label) => label.id)).toEqual(['b', 'a'])
    const done = { ...state, checkpoint: null, isComplete: true, total: null }
    await store.transaction(async (tx) => {
      await tx.sync.saveState(done)
      await tx.sync.saveLabels(account.id, [])
    })
    expect(await store.read.sync.findState(account.id)).toEqual(done)
    expect(await store.read.sync.listLabels(account.id)).toEqual([])
  })

  it('hands out the backlog in order, whole threads together', async () => {
    const { next } = await queued(['a1', 'b1', 'a2', 'c1', 'b2', 'a3', 'd1'])
    expect(await next(100)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'd1'])
    expect(await next(5)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
    expect(await next(4)).toEqual(['a1', 'a2', 'a3'])
    expect(await next(2)).toEqual(['a1', 'a2'])
  })

  it('leaves alone what is queued or stored already, and counts what is left', async () => {
    const { accountId, add, next, remove, size } = await queued(['a1', 'b1'])
    await store.transaction(
      async (tx) => await tx.messages.upsert(accountId, [mail('s1', { providerThreadId: 's' })]),
    )
    await add(['b1', 's1', 'c1', 'a1', 'c1'])
    expect(await next(10)).toEqual(['a1', 'b1', 'c1'])
    expect(await size()).toBe(3)
    await remove(['a1', 'nobody'])
    expect(await next(10)).toEqual(['b1', 'c1'])
    expect(await size()).toBe(2)
    await remove(['b1', 'c1'])
    expect(await next(10)).toEqual([])
    expect(await size()).toBe(0)
  })

  it('keeps the backlog’s size when the checkpoint is saved, and undoes both together', async () => {
    const { accountId, size } = await queued(['a1', 'b1'])
    const state = { accountId, checkpoint: {}, isComplete: false, total: 2 }
    await store.transaction(async (tx) => await tx.sync.saveState(state))
    expect(await size()).toBe(2)
    const failed = store.transaction(async (tx) => {
      await tx.sync.removeBacklog(accountId, ['a1'])
      await tx.sync.saveState({ ...state, total: 3 })
      throw new Error('undone')
    })
    await expect(failed).rejects.toThrow('undone')
    expect(await size()).toBe(2)
    expect((await store.read.sync.findState(accountId))?.total).toBe(2)
  })

  it('takes a page of thousands at once', async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `${n % 7}-${n}`)
    const { next, size } = await queued(names)
    expect(await size()).toBe(3000)
    const page = await next(600)
    expect(page.slice(0, 2)).toEqual(['0-0', '0-7'])
    expect(new Set(page.map((name) => name[0])).size).toBe(1)
  })
})
