import { afterEach, describe, expect, it } from 'vitest'
import { changeMessages } from '#core/services/emails/change-messages.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { countStatements } from '../support/database/count-statements.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

const MESSAGES = 5_000

describe.each(DIALECTS)('marking 5,000 messages in one call (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  it('takes few statements, whether they are named by our ids or by the provider’s', async () => {
    opened = await openTestStore(dialect)
    const seeded = await seedAccount(opened.store)
    const { id: accountId } = seeded.account
    const ids: number[] = []
    for (let start = 0; start < MESSAGES; start += 500) {
      const batch = Array.from({ length: 500 }, (_, index) =>
        mail(`m${start + index}`, { place: { isRead: false } }),
      )
      ids.push(...(await opened.store.transaction((tx) => tx.messages.upsert(accountId, batch))))
    }
    let queued = 0
    const deps = {
      store: opened.store,
      clock: { now: () => NOW, sleep: async () => undefined },
      ids: () => `change-${(queued += 1)}`,
      events: { publish: () => undefined, subscribe: () => () => undefined },
      sync: { changeQueued: () => undefined },
    } as unknown as ServiceDependencies
    const items = ids.map((id, index) => ({
      accountId,
      providerMessageId: index % 2 === 0 ? `m${index}` : String(id),
    }))
    const { result, statements } = await countStatements(() =>
      changeMessages(deps, [seeded.account], items, () => ({
        kind: 'read',
        value: true,
      })),
    )
    expect(result).toMatchObject({ updatedCount: MESSAGES, failed: [] })
    expect(statements).toBeLessThan(200)
    expect(await opened.store.read.pendingChanges.countPending(accountId)).toBe(MESSAGES)
    const [inbox] = (await opened.store.read.messages.boxCounts([accountId])).filter(
      ({ box }) => box === 'INBOX',
    )
    expect(inbox).toMatchObject({ total: MESSAGES, unread: 0 })
  })
})
