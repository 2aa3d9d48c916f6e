import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageRow } from '#core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { INBOX, mail, NOW, seedAccount } from './fixtures.ts'

describe.each(DIALECTS)('the list of a label on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  const labelled = (name: string, minute: number, labels: string[], place = {}) =>
    mail(name, {
      subject: `Letter ${name}`,
      receivedAt: NOW - minute * 60_000,
      place: { ...INBOX, labels, ...place },
    })

  async function begin() {
    const { store } = opened
    const { account, userId, mailboxId } = await seedAccount(store)
    const put = async (...messages: ReturnType<typeof mail>[]) =>
      await store.transaction((tx) => tx.messages.upsert(account.id, messages))
    const list = async (
      label: string,
      options: { limit?: number; after?: MessageRow; search?: string } = {},
    ) => await store.read.messages.page({ accountIds: [account.id], label, limit: 100, ...options })
    const names = async (label: string) =>
      (await list(label)).map((row) => row.providerMessageId).join('')
    const count = async (label: string) =>
      await store.read.messages.count({ accountIds: [account.id], label })
    return { store, account, userId, mailboxId, put, list, names, count }
  }

  it('is newest first, walked by keyset, and counted', async () => {
    const { put, list, names, count } = await begin()
    await put(
      labelled('a', 3, ['Bills']),
      labelled('b', 1, ['Bills', 'Travel']),
      labelled('c', 2, ['Travel']),
      labelled('d', 0, ['Bills']),
    )
    expect(await names('Bills')).toBe('dba')
    expect(await names('Travel')).toBe('bc')
    expect(await count('Bills')).toBe(3)
    expect(await names('Nothing')).toBe('')
    expect(await count('Nothing')).toBe(0)
    const [first] = await list('Bills', { limit: 1 })
    const rest = await list('Bills', first === undefined ? {} : { after: first })
    expect(rest.map((row) => row.providerMessageId)).toEqual(['b', 'a'])
  })

  it('merges the accounts of a mailbox that have the label', async () => {
    const { store, account, userId, mailboxId, put } = await begin()
    const other = await seedAccount(store, { userId, mailboxId })
    await put(labelled('a', 3, ['STARRED']), labelled('c', 1, ['STARRED']))
    await store.transaction((tx) =>
      tx.messages.upsert(other.account.id, [labelled('b', 2, ['STARRED'])]),
    )
    const accountIds = [account.id, other.account.id]
    const rows = await store.read.messages.page({ accountIds, label: 'STARRED', limit: 10 })
    expect(rows.map((row) => row.providerMessageId).join('')).toBe('cba')
    expect(await store.read.messages.count({ accountIds, label: 'STARRED' })).toBe(3)
  })

  it('has no mail of trash and spam, but those of trash and spam do', async () => {
    const { put, names } = await begin()
    await put(
      labelled('a', 1, ['Bills']),
      labelled('b', 2, ['Bills', 'TRASH'], { isTrash: true, inInbox: false }),
      // Outlook: the folder is all there is, also inside the trash.
      labelled('c', 3, ['folder in the trash'], { isTrash: true, inInbox: false }),
    )
    expect(await names('Bills')).toBe('a')
    expect(await names('TRASH')).toBe('b')
    expect(await names('folder in the trash')).toBe('c')
  })

  it('can be searched', async () => {
    const { put, list } = await begin()
    await put(labelled('a', 1, ['Bills']), labelled('b', 2, ['Bills']), labelled('c', 3, []))
    const found = await list('Bills', { search: 'letter' })
    expect(found.map((row) => row.providerMessageId)).toEqual(['a', 'b'])
    expect(await list('Nothing', { search: 'letter' })).toEqual([])
  })

  it('is emptied with its account', async () => {
    const { store, account, put } = await begin()
    await put(labelled('a', 1, ['Bills']))
    await store.transaction((tx) => tx.accounts.delete(account.id))
    const lists = await opened.query(`select * from label_lists where account_id = '${account.id}'`)
    expect(lists).toEqual([])
    const orphans = await opened.query(
      'select * from label_entries where list_id not in (select id from label_lists)',
    )
    expect(orphans).toEqual([])
  })
})
