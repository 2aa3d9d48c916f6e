import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxSchema } from '../../src/shared/contract/enums.ts'
import { boxCondition } from '../../src/main/core/database/tables/box-rules.ts'
import { SORT_KEY } from '../../src/main/core/database/tables/sort-key.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('query plans on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  async function plan(query: string): Promise<string> {
    if (dialect === 'sqlite') {
      const database = new Sqlite(opened.options.file, { readonly: true })
      const steps = database.prepare(`explain query plan ${query}`).all() as { detail: string }[]
      database.close()
      return steps.map((step) => step.detail).join('\n')
    }
    // On an empty table Postgres would rather read all of it than open an index.
    const { Client } = (await import('pg')).default
    const client = new Client({ connectionString: String(opened.options.databaseUrl) })
    await client.connect()
    await client.query(
      'set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off',
    )
    const rows = (await client.query<{ 'QUERY PLAN': string }>(`explain ${query}`)).rows
    await client.end()
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  it.each(boxSchema.options)('a page of %s walks its own index, without sorting', async (box) => {
    const range = (account: string) =>
      `select id, ${SORT_KEY} as sort_key from messages where account_id = '${account}'
       and ${boxCondition(box)} and ${SORT_KEY} <= 99 and (${SORT_KEY} < 99 or id < 7)
       order by ${SORT_KEY} desc, id desc limit 50`
    const one = await plan(range('a'))
    expect(one).toContain(`messages_${box.toLowerCase()}`)
    expect(one).not.toMatch(/TEMP B-TREE|\bSort\b/u)

    const merged = await plan(
      `select id from (select id, sort_key from (${range('a')}) as one union all
       select id, sort_key from (${range('b')}) as one)
       as listed order by sort_key desc, id desc limit 50`,
    )
    expect(merged.split(`messages_${box.toLowerCase()}`)).toHaveLength(3)
    // Each range is cut before the two are merged.
    expect(merged.match(dialect === 'sqlite' ? /CO-ROUTINE one/gu : /-> {2}Limit/gu)).toHaveLength(
      2,
    )
  })

  it('a page of conversations walks the list of its box, without sorting', async () => {
    const steps = await plan(
      `select * from thread_entries where mailbox_id = 'm' and box = 'INBOX'
       and (sort_key, thread_id) < (99, 7) order by sort_key desc, thread_id desc limit 50`,
    )
    expect(steps).toContain('thread_entries_by_box')
    expect(steps).not.toMatch(/TEMP B-TREE|\bSort\b/u)
  })

  it('a message finds its conversation, and those with its Message-ID, by an index', async () => {
    expect(await plan("select * from thread_keys where key in ('a', 'b')")).toMatch(
      dialect === 'sqlite' ? /USING PRIMARY KEY/u : /thread_keys_pkey/u,
    )
    expect(await plan("select * from messages where rfc_message_id in ('a', 'b')")).toContain(
      'messages_by_rfc_id',
    )
    expect(await plan('select * from messages where thread_id = 7 order by id')).toContain(
      'messages_by_thread',
    )
  })
})
