import { afterEach, describe, expect, it } from 'vitest'
import { listHandlers } from '#core/services/emails/list.ts'
import { mail, seedAccount } from '../database/fixtures.ts'
import { callHandler } from '../support/call-handler.ts'
import { createManualClock } from '../support/clocks/manual-clock.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('a page of a search (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  async function mailWith(subjects: string[]) {
    opened = await openTestStore(dialect)
    const { store } = opened
    const { account } = await seedAccount(store)
    const messages = subjects.map((subject, index) =>
      mail(`m${index}`, { subject, receivedAt: 1_000_000 * index }),
    )
    await store.transaction((tx) => tx.messages.upsert(account.id, messages))
    const { mailboxId, userId } = account
    const scope = { mailboxId, box: 'ALL_MAIL' as const }
    const handlers = listHandlers({ store, clock: createManualClock(0) })
    const as = { store, userId }
    return {
      list: (q: string, more: { cursor?: string; count?: 'exact'; offset?: number } = {}) =>
        callHandler(handlers, as, 'emails.list', {
          ...scope,
          q,
          limit: 2,
          offset: 0,
          count: 'cheap',
          ...more,
        }),
      count: (q: string) => callHandler(handlers, as, 'emails.count', { ...scope, q }),
    }
  }
  const plans = (many: number) => Array.from({ length: many }, (_, index) => `plan ${index}`)

  it('comes without the number of results, and says how many there are at least', async () => {
    const { list, count } = await mailWith(plans(5))
    expect(await list('plan')).toMatchObject({ total: null, totalAtLeast: 3 })
    expect(await count('plan')).toEqual({ total: 5 })
  })

  it('tells the number where it holds the last result itself', async () => {
    const { list } = await mailWith(plans(2))
    expect(await list('plan')).toMatchObject({ total: 2, totalAtLeast: 2, nextCursor: null })
    expect(await list('nothing')).toMatchObject({ total: 0, totalAtLeast: 0, items: [] })
    expect(await list('plan', { offset: 1 })).toMatchObject({ total: 2 })
  })

  it('counts when it is asked to, on any page', async () => {
    const { list } = await mailWith(plans(5))
    const first = await list('plan', { count: 'exact' })
    expect(first.total).toBe(5)
    const cursor = first.nextCursor ?? ''
    expect(await list('plan', { cursor })).toMatchObject({ total: null })
    expect(await list('plan', { cursor, count: 'exact' })).toMatchObject({ total: 5 })
  })
})
