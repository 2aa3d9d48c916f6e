import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuildSearchIndex } from '#core/backfills/search-index.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { runOneChunk } from '../support/run-backfills.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('rebuilding the search index on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  it('finds all mail of all accounts again, also what came while it was rebuilt', async () => {
    const { store } = opened
    const accountIds: string[] = []
    const message = (index: number) =>
      mail(`m${index}`, {
        receivedAt: NOW - index * 1000,
        body: { html: null, text: `word${index % 10} needle` },
      })
    for (let count = 0; count < 2; count++) {
      const { account } = await seedAccount(store)
      accountIds.push(account.id)
      const messages = Array.from({ length: 250 }, (_, index) => message(index))
      const ids = await store.transaction((tx) => tx.messages.upsert(account.id, messages))
      await store.transaction((tx) => tx.messages.deleteBodies(ids.slice(0, 100)))
    }
    const found = async (search: string) =>
      store.read.messages.count({ accountIds, box: 'ALL_MAIL', search })
    expect(await found('needle')).toBe(500)

    let wakes = 0
    await rebuildSearchIndex(store, { wake: () => void (wakes += 1) })
    expect(wakes).toBe(1)
    expect(await found('needle')).toBe(0)
    await runOneChunk(store)
    await store.transaction((tx) => tx.messages.upsert(accountIds[0] ?? '', [message(1000)]))
    while ((await store.read.backfills.listPending()).length > 0) await runOneChunk(store)
    expect(await found('needle')).toBe(501)
    expect(await found('word3')).toBe(50)
  })
})
