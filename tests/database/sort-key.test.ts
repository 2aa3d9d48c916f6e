import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageRow } from '#core/ports/messages.ts'
import { lowestMessageIdAt } from '#core/database/tables/message-id.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, NOW, seedAccount } from './fixtures.ts'

const TOP = lowestMessageIdAt(NOW + 86_400_000)

describe.each(DIALECTS)('the order of lists on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  /** An account with messages `0`, the newest, to `9`, each a conversation of its own. */
  async function tenMessages() {
    const { store } = opened
    const { mailboxId, account } = await seedAccount(store)
    const messages = Array.from({ length: 10 }, (_, n) =>
      mail(String(n), { subject: `Subject ${n}`, receivedAt: NOW - n * 60_000 }),
    )
    await store.transaction((tx) => tx.messages.upsert(account.id, messages))
    const idOf = async (name: string): Promise<number> => {
      const row = await store.read.messages.getByProviderId(account.id, name)
      if (row === null) throw new Error(`There is no message ${name}`)
      return row.id
    }
    const page = async (limit: number, after?: MessageRow) =>
      await store.read.messages.page({ accountIds: [account.id], box: 'INBOX', limit, after })
    const names = async () => (await page(100)).map((row) => row.providerMessageId).join('')
    const bump = async (list: string[], key: number) => {
      const ids = await Promise.all(list.map(idOf))
      await store.transaction((tx) => tx.messages.bump(ids, key))
      return ids
    }
    return { store, mailboxId, account, messages, idOf, page, names, bump }
  }

  it('has a bumped message on top, with its id and its date', async () => {
    const { names, page, bump, idOf } = await tenMessages()
    const id = await idOf('7')
    await bump(['7'], TOP)
    expect(await names()).toBe('7012345689')
    expect((await page(1))[0]).toMatchObject({ id, receivedAt: NOW - 7 * 60_000, sortKey: TOP })
  })

  it('has its conversation on top as well, and back in place when the message is gone', async () => {
    const { store, mailboxId, account, bump, messages } = await tenMessages()
    const older = mail('older', {
      subject: 'Subject 7',
      inReplyTo: '7@mail.example.com',
      references: ['7@mail.example.com'],
      receivedAt: NOW - 30_000_000,
    })
    await store.transaction((tx) => tx.messages.upsert(account.id, [older]))
    await bump(['7'], TOP)
    const list = async () =>
      (await store.read.threads.page({ mailboxId, box: 'INBOX', limit: 100 })).map(
        ({ newest, total }) => `${newest.providerMessageId}:${total}`,
      )
    expect((await list()).slice(0, 2)).toEqual(['7:2', '0:1'])
    await store.transaction((tx) => tx.messages.deleteByProviderId(account.id, ['7']))
    expect((await list()).at(-1)).toBe('older:1')
    expect(messages).toHaveLength(10)
  })

  it('keeps a bumped message where it is when the provider reports it again', async () => {
    const { store, account, messages, names, bump } = await tenMessages()
    await bump(['7'], TOP)
    await store.transaction((tx) => tx.messages.upsert(account.id, messages))
    expect(await names()).toBe('7012345689')
  })

  it('is walked by pages of any size without loss or repetition, also where keys are equal', async () => {
    const { page, names, bump, idOf } = await tenMessages()
    await bump(['3', '7', '9'], await idOf('5'))
    const whole = await names()
    expect(Array.from(whole).toSorted().join('')).toBe('0123456789')
    for (const limit of [1, 2, 3, 4]) {
      let walked = ''
      let after: MessageRow | undefined
      do {
        const rows = await page(limit, after)
        walked += rows.map((row) => row.providerMessageId).join('')
        after = rows.at(-1)
      } while (after !== undefined)
      expect(walked).toBe(whole)
    }
  })

  it('of a search is by date, wherever lists show the messages', async () => {
    const { store, account, bump } = await tenMessages()
    await bump(['7'], TOP)
    const query = { accountIds: [account.id], box: 'INBOX' as const, search: 'subject', limit: 100 }
    const found = await store.read.messages.page(query)
    expect(found.map((row) => row.providerMessageId).join('')).toBe('0123456789')
  })
})
