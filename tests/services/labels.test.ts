import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labelService } from '#core/services/labels.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { providerLabel } from '../support/database/provider-label.ts'
import { INBOX, mail, mailboxRow, seedAccount } from '../database/fixtures.ts'

describe.each(DIALECTS)('labels.list on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  it('lists each label below the one it is nested in, with its counts', async () => {
    const { store } = opened
    const { userId, mailboxId, account } = await seedAccount(store)
    await store.transaction(async (tx) => {
      await tx.sync.saveLabels(account.id, [
        providerLabel({ id: 'child', name: 'Work/Bills', parentId: 'parent', colour: '#ff0000' }),
        providerLabel({ id: 'INBOX', kind: 'system', type: 'system', role: 'inbox' }),
        providerLabel({ id: 'parent', name: 'Work' }),
        // A circle, as no provider should report it.
        providerLabel({ id: 'one', parentId: 'two' }),
        providerLabel({ id: 'two', parentId: 'one' }),
      ])
      await tx.messages.upsert(account.id, [
        mail('a', { place: { ...INBOX, labels: ['INBOX', 'child'], isRead: false } }),
        mail('b', { place: { ...INBOX, labels: ['child'], isRead: true } }),
      ])
    })
    const list = labelService({ store })['labels.list']
    const mailbox = mailboxRow(mailboxId, userId)
    const { signal } = new AbortController()
    const context = { userId, sessionToken: null, signal, mailbox, accounts: [account] }
    const { items, isComplete } = await list({ mailboxId }, context)
    expect(isComplete).toBe(true)
    expect(items.map(({ path, depth }) => `${depth} ${path}`)).toEqual([
      '0 INBOX',
      '0 Work',
      '1 Work/Bills',
      '0 one',
      '1 two',
    ])
    expect(items[2]).toMatchObject({ name: 'Bills', colour: '#ff0000', total: 2, unread: 1 })
    expect(items[0]).toMatchObject({ role: 'inbox', total: 1, unread: 1 })
  })
})
