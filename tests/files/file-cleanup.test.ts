import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { getTableColumns } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FILE_REFERENCES } from '#core/database/repositories/files.ts'
import { sqliteTables } from '#core/database/tables/sqlite.ts'
import { createFileCleanup, deleteUnreferencedFiles } from '#core/files/file-cleanup.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { FileStore } from '#core/ports/files.ts'
import { mail, outboxRow, seedAccount, type Seeded } from '../database/fixtures.ts'
import { createManualClock } from '../support/clocks/manual-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'

const HOUR_MS = 3_600_000

it('every table that names a stored file keeps it from deletion', () => {
  const naming = Object.entries(sqliteTables)
    .filter(([name, table]) => name !== 'files' && 'hash' in getTableColumns(table))
    .map(([name]) => name)
  expect([...FILE_REFERENCES].sort()).toEqual(naming.sort())
})

describe.each(DIALECTS)('files that nothing references (%s)', (dialect) => {
  let test: TestStore
  let folder: string
  let files: FileStore
  let seeded: Seeded
  const clock = createManualClock(1_800_000_000_000)
  beforeEach(async () => {
    test = await openTestStore(dialect)
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    files = createFileStore(folder, clock)
    seeded = await seedAccount(test.store)
  })
  afterEach(async () => {
    await test.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  async function save(text: string): Promise<string> {
    const file = await files.write([new TextEncoder().encode(text)])
    await test.store.transaction((tx) => tx.files.save(file, clock.now()))
    return file.hash
  }
  async function untilAsleep(): Promise<void> {
    while (clock.nextWakeUpAt() === Infinity) await setImmediate()
  }
  const isKept = async (hash: string): Promise<boolean> => (await files.open(hash)) !== null
  const clean = (): Promise<void> => deleteUnreferencedFiles({ store: test.store, files, clock })

  it('are deleted after an hour, their rows too', async () => {
    const hash = await save('a draft that was never written')
    clock.advance(HOUR_MS - 1)
    await clean()
    expect(await isKept(hash)).toBe(true)
    clock.advance(2)
    await clean()
    expect(await isKept(hash)).toBe(false)
    expect(await test.store.read.files.get(hash)).toBeNull()
  })

  it('count as new when they are stored again', async () => {
    const hash = await save('the same')
    clock.advance(2 * HOUR_MS)
    await save('the same')
    await clean()
    expect(await isKept(hash)).toBe(true)
    expect(await test.store.read.files.get(hash)).toEqual({ hash, sizeBytes: 8 })
  })

  it('stay while an attachment of a message names them, with or without a row of their own', async () => {
    const [id = 0] = await test.store.transaction((tx) =>
      tx.messages.upsert(seeded.account.id, [mail('m')]),
    )
    const hash = await save('attachment')
    const { hash: earlier } = await files.write([new TextEncoder().encode('of an earlier version')])
    await test.store.transaction(async (tx) => {
      await tx.attachmentFiles.save(id, '1', hash)
      await tx.attachmentFiles.save(id, '2', earlier)
    })
    clock.advance(2 * HOUR_MS)
    await clean()
    expect([await isKept(hash), await isKept(earlier)]).toEqual([true, true])
    await test.query('delete from attachment_files')
    await clean()
    expect([await isKept(hash), await isKept(earlier)]).toEqual([false, false])
  })

  it('stay while an outgoing message names them', async () => {
    const hash = await save('goes out')
    const row = outboxRow(seeded)
    await test.store.transaction((tx) => tx.outbox.insert(row))
    await test.query(
      `insert into outbox_files (outbox_id, position, hash, name, content_type, is_inline)
       values ('${row.id}', 0, '${hash}', 'a.pdf', 'application/pdf', ${dialect === 'sqlite' ? '0' : 'false'})`,
    )
    clock.advance(2 * HOUR_MS)
    await clean()
    expect(await isKept(hash)).toBe(true)
    await test.store.transaction((tx) => tx.accounts.delete(seeded.account.id))
    await clean()
    expect(await isKept(hash)).toBe(false)
  })

  it('cannot be named once they are gone', async () => {
    const row = outboxRow(seeded)
    await test.store.transaction((tx) => tx.outbox.insert(row))
    await expect(
      test.query(
        `insert into outbox_files (outbox_id, position, hash, name, content_type, is_inline)
         values ('${row.id}', 0, '${'0'.repeat(64)}', 'a.pdf', 'application/pdf', ${dialect === 'sqlite' ? '0' : 'false'})`,
      ),
    ).rejects.toThrow()
  })

  it('are found in the background, and a failing pass is repeated', async () => {
    const hash = await save('old')
    clock.advance(2 * HOUR_MS)
    let failures = 1
    const store = {
      ...test.store,
      transaction: ((work) => {
        failures -= 1
        if (failures >= 0) throw new Error('disk full')
        return test.store.transaction(work)
      }) satisfies typeof test.store.transaction,
    }
    const cleanup = createFileCleanup({ store, files, clock, logger: silentLogger })
    cleanup.start()
    for (let pass = 0; pass < 2; pass += 1) {
      await untilAsleep()
      clock.advance(6 * HOUR_MS)
    }
    await untilAsleep()
    expect(await isKept(hash)).toBe(false)
    await cleanup.stop()
    expect(readdirSync(folder, { recursive: true })).not.toContain(hash)
  })
})
