import { statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWalCheckpoints } from '../../src/main/core/database/sqlite/wal-checkpoints.ts'
import { openTestStore, silentLogger, type TestStore } from '../support/database/test-store.ts'
import { mail, seedAccount } from './fixtures.ts'

const MEBIBYTE = 2 ** 20

describe('the write-ahead log', () => {
  let opened: TestStore
  afterEach(async () => await opened.dispose())

  async function ingest(batches: number, size: number): Promise<void> {
    const { account } = await seedAccount(opened.store)
    const html = Array.from({ length: 600 }, (_, index) => `word${index}`).join(' ')
    for (let batch = 0; batch < batches; batch++) {
      const messages = Array.from({ length: size }, (_, index) =>
        mail(`${batch}-${index}`, { body: { html, text: null } }),
      )
      await opened.store.transaction(async (tx) => await tx.messages.upsert(account.id, messages))
    }
  }

  const count = async (table: string) =>
    (await opened.query(`select count(*) as rows from ${table}`))[0]?.['rows']

  it('stays short while much is written, and nothing of it is lost', async () => {
    opened = await openTestStore('sqlite')
    await ingest(40, 500)
    const { file } = opened.options
    const written = statSync(file).size + statSync(`${file}-wal`).size
    expect(written).toBeGreaterThan(60 * MEBIBYTE)
    expect(statSync(`${file}-wal`).size).toBeLessThan(96 * MEBIBYTE)
    expect(await count('messages')).toBe(20_000)
    expect(await opened.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    await opened.query("insert into message_search (message_search) values ('integrity-check')")
  })

  it('keeps few segments of the search index, however small the batches', async () => {
    opened = await openTestStore('sqlite')
    await ingest(300, 2)
    const [row] = await opened.query(
      'select count(distinct segid) as segments from message_search_idx',
    )
    expect(row?.['segments']).toBeLessThan(64)
    expect(await count('message_search')).toBe(600)
  })
})

it('is copied at commits again where the thread cannot do it', async () => {
  const opened = await openTestStore('sqlite')
  const writer = new Sqlite(opened.options.file)
  const warn = vi.fn<typeof silentLogger.warn>()
  const missing = join(opened.options.file, 'missing.db')
  const checkpoints = createWalCheckpoints(writer, missing, { ...silentLogger, warn })
  expect(writer.pragma('wal_autocheckpoint', { simple: true })).toBeGreaterThan(1000)

  const insert = writer.prepare('insert into secrets (name, ciphertext) values (?, ?)')
  for (let index = 0; index < 600; index++) insert.run(`name ${index}`, 'x')
  checkpoints.onCommit()
  await vi.waitUntil(() => warn.mock.calls.length > 0, { timeout: 5000 })
  expect(writer.pragma('wal_autocheckpoint', { simple: true })).toBe(1000)

  await checkpoints.close()
  writer.close()
  await opened.dispose()
})
