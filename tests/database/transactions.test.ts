import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/main/core/ports/store.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, NOW, seedAccount } from './fixtures.ts'
import { markReadLocally } from '../support/sync/change-messages.ts'
import { storedPlacements } from '../support/database/stored-messages.ts'

describe.each(DIALECTS)('transactions on %s', (dialect) => {
  let opened: TestStore
  let store: Store
  beforeAll(async () => {
    opened = await openTestStore(dialect)
    store = opened.store
  })
  afterAll(async () => await opened.dispose())

  const user = () => ({ id: randomUUID(), email: null, name: 'Ana', createdAt: NOW })

  it('undo everything when the work throws, and pass its error on', async () => {
    const row = user()
    const failing = store.transaction(async (tx) => {
      await tx.users.insert(row)
      expect(await tx.users.get(row.id)).toEqual(row)
      throw new RangeError('my own')
    })
    await expect(failing).rejects.toThrow(RangeError)
    expect(await store.read.users.get(row.id)).toBeNull()
  })

  it('show readers nothing before they end', async () => {
    const row = user()
    await store.transaction(async (tx) => {
      await tx.users.insert(row)
      expect(await store.read.users.get(row.id)).toBeNull()
    })
    expect(await store.read.users.get(row.id)).toEqual(row)
  })

  it('refuse to be opened inside another', async () => {
    const nested = store.transaction(
      async () => await store.transaction(async () => await Promise.resolve()),
    )
    await expect(nested).rejects.toThrow('inside another')
    await expect(store.transaction(async () => await Promise.resolve('fine'))).resolves.toBe('fine')
  })

  it('may be opened by work that one started and that outlives it', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>()
    let later: Promise<string> = Promise.resolve('')
    await store.transaction(async () => {
      later = ended.then(
        async () => await store.transaction(async () => await Promise.resolve('ok')),
      )
      await Promise.resolve()
    })
    end(undefined)
    expect(await later).toBe('ok')
  })

  it('keep counters true when many change the same account at once', async () => {
    const { account } = await seedAccount(store)
    const accountId = account.id
    const unread = (id: string) => mail(id, { place: { isRead: false } })
    const work = Array.from({ length: 20 }, async (_, n) => {
      await store.transaction(async (tx) => {
        await tx.messages.upsert(accountId, [unread(`m${n % 5}`), unread(`own ${n}`)])
      })
      await store.transaction(async (tx) => {
        await markReadLocally(tx, accountId, [`m${n % 5}`], n % 2 === 0)
      })
    })
    await Promise.all(work)
    const placements = [...(await storedPlacements(store, accountId)).values()]
    const [count] = (await store.read.messages.boxCounts([accountId])).filter(
      ({ box }) => box === 'INBOX',
    )
    expect(count).toEqual({
      accountId,
      box: 'INBOX',
      total: 25,
      unread: placements.filter((placement) => !placement.isRead).length,
    })
  })

  it('turn a failed statement into a plain failure without the data in it', async () => {
    const secret = 'planted-secret-in-a-parameter'
    const failing = store.transaction(async (tx) => {
      await tx.sessions.insert({
        tokenHash: secret,
        userId: 'nobody',
        expiresAt: NOW,
        createdAt: NOW,
      })
    })
    const error: unknown = await failing.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'database_query_error' })
    const words: string[] = []
    for (let at = error; at instanceof Error; at = at.cause) words.push(at.message)
    expect(words.join('\n')).not.toContain(secret)
  })
})

describe('transactions on sqlite', () => {
  it('run one at a time, first come first served', async () => {
    const opened = await openTestStore('sqlite')
    const { store } = opened
    const order: string[] = []
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    const first = store.transaction(async () => {
      order.push('first begins')
      await gate
      order.push('first ends')
    })
    const second = store.transaction(async () => {
      order.push('second')
      await Promise.resolve()
    })
    open(undefined)
    await Promise.all([first, second])
    expect(order).toEqual(['first begins', 'first ends', 'second'])
    await opened.dispose()
  })
})
