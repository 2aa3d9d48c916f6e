import { afterEach, describe, expect, it } from 'vitest'
import { changeService } from '#core/services/changes.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { callHandler } from '../support/call-handler.ts'
import { markReadAndQueue } from '../support/sync/change-messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('changes that wait or were refused (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  async function setUp() {
    opened = await openTestStore(dialect)
    const { store } = opened
    const seeded = await seedAccount(store)
    const { id: accountId } = seeded.account
    await store.transaction((tx) =>
      tx.messages.upsert(accountId, [mail('one', { place: { isRead: false } })]),
    )
    let ids = 0
    const service = changeService({
      store,
      clock: { now: () => NOW, sleep: async () => undefined },
      ids: () => `change-${(ids += 1)}`,
      events: { publish: () => undefined, subscribe: () => () => undefined },
      sync: { changeQueued: () => undefined },
    } as unknown as ServiceDependencies)
    const isRead = async (): Promise<boolean | undefined> =>
      (await store.read.messages.getByProviderId(accountId, 'one'))?.isRead
    await store.transaction((tx) => markReadAndQueue(tx, accountId, ['one'], true))
    const context = {
      userId: seeded.userId,
      sessionToken: null,
      signal: new AbortController().signal,
    }
    const as = { store, userId: seeded.userId }
    const retry = (id: string) => callHandler(service, as, 'changes.retry', { id })
    const discard = (id: string) => callHandler(service, as, 'changes.discard', { id })
    const [listed] = await service['changes.list']({ limit: 10 }, context)
    if (listed === undefined) throw new Error('nothing waits')
    return { store, accountId, service, context, listed, isRead, retry, discard }
  }

  it('are listed with what they are about, and only to their owner', async () => {
    const { service, context, listed } = await setUp()
    expect(listed).toMatchObject({ kind: 'read', state: 'pending', subject: 'Subject of one' })
    const stranger = await seedAccount(opened.store)
    const other = { ...context, userId: stranger.userId }
    expect(await service['changes.list']({ limit: 10 }, other)).toEqual([])
  })

  it('are taken back while they have not left', async () => {
    const { store, accountId, listed, isRead, discard } = await setUp()
    await discard(listed.changeId)
    expect(await isRead()).toBe(false)
    expect(await store.read.pendingChanges.countPending(accountId)).toBe(0)
  })

  it('keep the reason of a refusal until they are tried again or dismissed', async () => {
    const { store, accountId, service, context, listed, isRead, retry, discard } = await setUp()
    await store.transaction(async ({ pendingChanges, messages }) => {
      await pendingChanges.refuse([listed.changeId], 'Not allowed here.')
      await pendingChanges.refreshed([listed.changeId])
      const { placement } = mail('one', { place: { isRead: false } })
      await messages.applyPlacements(accountId, [{ providerMessageId: 'one', placement }])
    })
    expect(await isRead()).toBe(false)
    const [refused] = await service['changes.list']({ limit: 10 }, context)
    expect(refused).toMatchObject({ state: 'refused', reason: 'Not allowed here.' })

    await retry(listed.changeId)
    expect(await isRead()).toBe(true)
    const [again] = await service['changes.list']({ limit: 10 }, context)
    expect(again).toMatchObject({ state: 'pending', reason: null })

    await store.transaction(({ pendingChanges }) =>
      pendingChanges.refuse([again?.changeId ?? ''], 'Still not.'),
    )
    await discard(again?.changeId ?? '')
    expect(await service['changes.list']({ limit: 10 }, context)).toEqual([])
  })
})
