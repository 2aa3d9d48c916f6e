import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { INBOX, mail, NOW, seedAccount } from './fixtures.ts'

const at = (second: number) => ({ receivedAt: NOW + second * 1000 })
const reply = (id: string, references: string[], second: number, change = {}): IncomingMessage =>
  mail(id, {
    subject: 'Re: Plan',
    references,
    inReplyTo: references.at(-1) ?? null,
    ...at(second),
    ...change,
  })
const ROOT = 'root@mail.example.com'
const root = mail('root', { subject: 'Plan', ...at(0) })

describe.each(DIALECTS)('conversations on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  /** Two accounts in one mailbox. */
  async function twoAccounts() {
    const { store } = opened
    const { userId, mailboxId, account } = await seedAccount(store)
    const other = await seedAccount(store, { userId, mailboxId })
    const [first, second] = [account.id, other.account.id]
    const put = async (accountId: string, ...messages: IncomingMessage[]) =>
      store.transaction((tx) => tx.messages.upsert(accountId, messages))
    const threadOf = async (accountId: string, id: string) =>
      (await store.read.messages.getByProviderId(accountId, id))?.threadId
    const list = async () => store.read.threads.page({ mailboxId, box: 'INBOX', limit: 10 })
    return { mailboxId, first, second, put, threadOf, list }
  }

  it('go across the accounts of a mailbox, by References', async () => {
    const { first, second, put, threadOf, list } = await twoAccounts()
    await put(first, root)
    await put(second, reply('answer', [ROOT], 1, { place: { isRead: false } }))
    expect(await threadOf(second, 'answer')).toBe(await threadOf(first, 'root'))
    expect(await list()).toMatchObject([
      { total: 2, unread: 1, newest: { providerMessageId: 'answer' } },
    ])
  })

  it('do not go across mailboxes', async () => {
    const one = await twoAccounts()
    const two = await twoAccounts()
    await one.put(one.first, root)
    await two.put(two.first, reply('answer', [ROOT], 1))
    expect(await two.threadOf(two.first, 'answer')).not.toBe(await one.threadOf(one.first, 'root'))
  })

  it('join when what connects them arrives last, and the old id leads to the new', async () => {
    const { mailboxId, first, second, put, threadOf, list } = await twoAccounts()
    await put(first, mail('one', { subject: 'Plan', ...at(1) }))
    await put(second, mail('two', { subject: 'Plan', ...at(2) }))
    const [older, newer] = [await threadOf(first, 'one'), await threadOf(second, 'two')]
    expect(older).not.toBe(newer)
    await put(first, reply('both', ['one@mail.example.com', 'two@mail.example.com'], 3))
    expect(await threadOf(second, 'two')).toBe(older)
    expect(await opened.store.read.threads.findCurrentId(newer ?? 0)).toBe(older)
    const messages = await opened.store.read.threads.listMessages(newer ?? 0)
    expect(messages.map((row) => row.providerMessageId)).toEqual(['one', 'two', 'both'])
    expect(await list()).toMatchObject([{ id: older, total: 3 }])
    expect(await opened.store.read.threads.count(mailboxId, 'INBOX')).toEqual({
      total: 1,
      unread: 0,
    })
  })

  it('join answers to a message that is not here, and it when it comes', async () => {
    const { first, second, put, threadOf, list } = await twoAccounts()
    await put(first, reply('one', [ROOT], 1))
    await put(second, reply('two', [ROOT], 2))
    await put(first, root)
    expect(await threadOf(second, 'two')).toBe(await threadOf(first, 'root'))
    expect(await list()).toMatchObject([{ total: 3 }])
  })

  it('follow the provider within an account, whatever the subjects', async () => {
    const { first, put, list } = await twoAccounts()
    const providerThreadId = 'same'
    await put(
      first,
      mail('a', { providerThreadId, subject: 'One', ...at(1) }),
      mail('b', { providerThreadId, subject: 'Two', ...at(2) }),
    )
    expect(await list()).toMatchObject([{ total: 2 }])
  })

  it('end where a reply has a new subject', async () => {
    const { first, second, put, list } = await twoAccounts()
    await put(first, root)
    await put(second, reply('answer', [ROOT], 1, { subject: 'Something else' }))
    expect(await list()).toHaveLength(2)
  })

  it.each(['', '<>', '1', '@', 'no-domain@', '@no-name', 'a b@c'])(
    'are not joined by a Message-ID that names nothing: %j',
    async (rfcMessageId) => {
      const { first, second, put, list } = await twoAccounts()
      await put(first, mail('one', { rfcMessageId, subject: 'Plan', ...at(1) }))
      await put(second, mail('two', { rfcMessageId, subject: 'Plan', ...at(2) }))
      await put(second, reply('answer', [rfcMessageId], 3))
      expect(await list()).toHaveLength(3)
    },
  )

  it('are not joined by references to a made-up message under different subjects', async () => {
    const { first, second, put, list } = await twoAccounts()
    await put(first, reply('one', ['news@sender.example'], 1, { subject: 'January' }))
    await put(second, reply('two', ['news@sender.example'], 2, { subject: 'February' }))
    expect(await list()).toHaveLength(2)
  })

  it('are not joined by a Message-ID that a sender uses for every mail', async () => {
    const { first, second, put, list } = await twoAccounts()
    const rfcMessageId = 'backup@server.example'
    await put(first, mail('one', { rfcMessageId, subject: 'Backup', ...at(1) }))
    await put(first, mail('two', { rfcMessageId, subject: 'Backup', ...at(2) }))
    await put(second, mail('three', { rfcMessageId, subject: 'Backup', ...at(3) }))
    expect(await list()).toHaveLength(3)
  })

  it('are not joined to either of two mails with one Message-ID when one of them goes', async () => {
    const { first, second, put, threadOf } = await twoAccounts()
    const rfcMessageId = 'backup@server.example'
    await put(
      first,
      mail('one', { rfcMessageId, subject: 'Backup', ...at(1) }),
      mail('two', { rfcMessageId, subject: 'Backup', ...at(2) }),
    )
    const deleted = await threadOf(first, 'one')
    await opened.store.transaction((tx) => tx.messages.deleteByProviderId(first, ['one']))
    await put(second, reply('answer', [rfcMessageId], 3, { subject: 'Re: Backup' }))
    expect(await threadOf(second, 'answer')).not.toBe(deleted)
  })

  it('keep their ids when their last message is deleted and comes back', async () => {
    const { first, put, threadOf, list } = await twoAccounts()
    await put(first, root, reply('answer', [ROOT], 1))
    const id = await threadOf(first, 'answer')
    await opened.store.transaction((tx) =>
      tx.messages.deleteByProviderId(first, ['root', 'answer']),
    )
    expect(await list()).toEqual([])
    await put(first, reply('answer', [ROOT], 1))
    expect(await threadOf(first, 'answer')).toBe(id)
  })

  it('show what is left of them when an account goes', async () => {
    const { mailboxId, first, second, put, threadOf, list } = await twoAccounts()
    await put(first, root)
    await put(second, reply('answer', [ROOT], 1), mail('alone', at(2)))
    const alone = await threadOf(second, 'alone')
    await opened.store.transaction((tx) => tx.accounts.delete(second))
    expect(await list()).toMatchObject([{ total: 1, newest: { providerMessageId: 'root' } }])
    expect(await opened.store.read.threads.count(mailboxId, 'INBOX')).toEqual({
      total: 1,
      unread: 0,
    })
    expect(await opened.store.read.threads.findCurrentId(alone ?? 0)).toBeNull()
  })

  it('join when headers are fetched that were not known before', async () => {
    const { first, second, put, threadOf } = await twoAccounts()
    await put(first, root)
    const late = reply('answer', [ROOT], 1)
    await put(second, { ...late, references: [], inReplyTo: null })
    expect(await threadOf(second, 'answer')).not.toBe(await threadOf(first, 'root'))
    await opened.store.transaction((tx) =>
      tx.messages.saveHeaders(second, [{ providerMessageId: 'answer', headers: late }]),
    )
    expect(await threadOf(second, 'answer')).toBe(await threadOf(first, 'root'))
  })

  it('are given to mail that was stored before there were any', async () => {
    const { mailboxId, first, second, put, threadOf, list } = await twoAccounts()
    await put(first, root, mail('alone', { ...at(3), place: { isRead: false } }))
    await put(second, reply('answer', [ROOT], 1))
    for (const table of ['thread_entries', 'thread_keys', 'thread_counts']) {
      await opened.query(`delete from ${table}`)
    }
    await opened.query('update messages set thread_id = null')
    await opened.query('delete from threads')
    // A new answer before the backfill has come so far.
    await put(second, reply('new', [ROOT], 2))
    const fill = async (accountId: string, ids: string[]) => {
      const rows = await Promise.all(
        ids.map((id) => opened.store.read.messages.getByProviderId(accountId, id)),
      )
      await opened.store.transaction((tx) =>
        tx.messages.fillThreads(rows.flatMap((row) => row?.id ?? [])),
      )
    }
    for (let repeat = 0; repeat < 2; repeat++) {
      await fill(first, ['root', 'alone'])
      await fill(second, ['answer', 'new'])
    }
    expect(await threadOf(second, 'answer')).toBe(await threadOf(first, 'root'))
    expect(await list()).toMatchObject([
      { total: 1, unread: 1, newest: { providerMessageId: 'alone' } },
      { total: 3, unread: 0, newest: { providerMessageId: 'new' } },
    ])
    expect(await opened.store.read.threads.count(mailboxId, 'INBOX')).toEqual({
      total: 2,
      unread: 1,
    })
  })

  it('stay true when accounts of a mailbox store and change mail at the same time', async () => {
    const { store } = opened
    const { mailboxId, first, second, put, threadOf } = await twoAccounts()
    const chain = Array.from({ length: 24 }, (_, index) =>
      reply(`m${index}`, index === 0 ? [] : [`m${index - 1}@mail.example.com`], index, {
        place: { isRead: false },
      }),
    )
    // Every second message is of the other account: each one stored may join two conversations.
    await Promise.all([
      ...chain.map((message, index) => put(index % 2 === 0 ? first : second, message)),
      ...chain.map((_, index) =>
        store.transaction((tx) =>
          tx.messages.applyPlacements(index % 2 === 0 ? first : second, [
            { providerMessageId: `m${index}`, placement: { ...INBOX, isStarred: index % 3 === 0 } },
          ]),
        ),
      ),
    ])
    const threads = await store.read.threads.page({ mailboxId, box: 'INBOX', limit: 30 })
    expect(threads).toMatchObject([{ id: await threadOf(first, 'm0'), total: 24 }])
    const rows = await store.read.messages.page({
      accountIds: [first, second],
      box: 'INBOX',
      limit: 30,
    })
    expect(threads[0]?.unread).toBe(rows.filter((row) => !row.isRead).length)
    const starred = rows.filter((row) => row.isStarred).length
    const [inStarred] = await store.read.threads.page({ mailboxId, box: 'STARRED', limit: 30 })
    expect(inStarred?.total ?? 0).toBe(starred)
  })
})
