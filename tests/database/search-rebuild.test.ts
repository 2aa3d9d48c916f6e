import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, NOW, seedAccount } from './fixtures.ts'

const BODY = 'Łódź and the quarterly figures'
const message = (id: string, change: Partial<IncomingMessage> = {}) =>
  mail(id, { subject: 'Report', body: { html: null, text: BODY }, ...change })

describe.each(DIALECTS)('the search index on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  async function stored(messages: IncomingMessage[], options = {}) {
    const { account } = await seedAccount(opened.store)
    const ids = await opened.store.transaction((tx) =>
      tx.messages.upsert(account.id, messages, options),
    )
    const find = async (search: string) =>
      (
        await opened.store.read.messages.page({
          accountIds: [account.id],
          box: 'ALL_MAIL',
          limit: 10,
          search,
        })
      ).map((row) => row.providerMessageId)
    const rebuild = async () => {
      await opened.store.transaction((tx) => tx.messages.resetSearchIndex())
      expect(await find('report')).toEqual([])
      await opened.store.transaction((tx) => tx.messages.reindex(ids))
    }
    return { accountId: account.id, ids, find, rebuild }
  }
  const textRows = async (ids: number[]) =>
    (await opened.query(`select 1 from search_texts where message_id in (${ids.join(', ')})`))
      .length

  it('is rebuilt whole from the stored bodies', async () => {
    const { ids, find, rebuild } = await stored([message('m')])
    expect(await textRows(ids)).toBe(0)
    await rebuild()
    expect(await find('lodz quarterly')).toEqual(['m'])
    expect(await find('bo@example.net')).toEqual(['m'])
  })

  it('is rebuilt whole after the bodies were dropped', async () => {
    const { ids, find, rebuild } = await stored([
      message('m', { bcc: [{ name: 'Hidden Person', email: 'h@example.com' }] }),
    ])
    await opened.store.transaction((tx) => tx.messages.deleteBodies(ids))
    await rebuild()
    expect(await find('lodz quarterly')).toEqual(['m'])
    expect(await find('hidden')).toEqual(['m'])
  })

  it('is rebuilt whole for mail whose body was never kept, long texts included', async () => {
    const long = `${'filler '.repeat(2_000)} needle`
    const { find, rebuild } = await stored(
      [message('m'), message('long', { body: { html: null, text: long } })],
      { bodiesSince: NOW + 1 },
    )
    await rebuild()
    expect(await find('quarterly')).toEqual(['m'])
    expect(await find('needle')).toEqual(['long'])
  })

  it('takes the words of a body that is kept again, and not those from before', async () => {
    const { accountId, ids, find, rebuild } = await stored([message('m')], {
      bodiesSince: NOW + 1,
    })
    const changed = message('m', { body: { html: null, text: 'A new text' } })
    await opened.store.transaction((tx) => tx.messages.upsert(accountId, [changed]))
    expect(await textRows(ids)).toBe(0)
    await rebuild()
    expect(await find('new text')).toEqual(['m'])
    expect(await find('quarterly')).toEqual([])
  })

  it('finds mail by what its list shows where nothing else can be read', async () => {
    const { ids, find, rebuild } = await stored([message('m', { snippet: 'The snippet' })])
    const broken = dialect === 'sqlite' ? "x'07'" : String.raw`'\x07'::bytea`
    await opened.query(
      `update message_contents set data = ${broken} where message_id = ${ids[0] ?? 0}`,
    )
    await rebuild()
    expect(await find('report snippet')).toEqual(['m'])
  })

  it('still takes new mail, and forgets deleted mail, after it was made anew', async () => {
    const { accountId, find, rebuild } = await stored([message('m')])
    await rebuild()
    await opened.store.transaction((tx) => tx.messages.upsert(accountId, [message('new')]))
    expect((await find('quarterly')).sort()).toEqual(['m', 'new'])
    await opened.store.transaction((tx) => tx.messages.deleteByProviderId(accountId, ['m']))
    expect(await find('quarterly')).toEqual(['new'])
  })

  it.runIf(dialect === 'sqlite')('is made anew where its pages are damaged', async () => {
    const { ids, find } = await stored([message('m')])
    const database = new Sqlite(opened.options.file)
    // Without this SQLite itself protects the tables behind the index.
    database.unsafeMode()
    database.exec('update message_search_data set block = zeroblob(50)')
    database.exec('update recent_search_data set block = zeroblob(50)')
    database.close()
    expect(await find('quarterly')).toEqual([])
    await opened.store.transaction((tx) => tx.messages.resetSearchIndex())
    await opened.store.transaction((tx) => tx.messages.reindex(ids))
    expect(await find('quarterly')).toEqual(['m'])
  })
})
