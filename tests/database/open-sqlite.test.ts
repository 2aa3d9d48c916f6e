import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/main/core/database/open-store.ts'
import { eventually } from '../support/eventually.ts'
import { MIGRATIONS_FOLDER, storeOptions, SCHEMA_VERSION } from '../support/database/test-store.ts'
import { runUnprivileged } from '../support/run-unprivileged.ts'
import { mail, seedAccount } from './fixtures.ts'

describe('opening a SQLite file', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-opening-'))
    file = join(folder, 'mail.db')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const open = async (change = {}) => await openStore({ ...storeOptions({ file }), ...change })

  async function filled(): Promise<Buffer> {
    const store = await open()
    const { account } = await seedAccount(store)
    const messages = Array.from({ length: 300 }, (_, n) => mail(`m${n}`))
    await store.transaction(async (tx) => await tx.messages.upsert(account.id, messages))
    await store.close()
    return readFileSync(file)
  }

  /** Opening fails with the code and words, and the file is byte for byte what it was. */
  async function refuses(code: string, words: RegExp, change = {}) {
    const before = readFileSync(file)
    const error: unknown = await open(change).then(
      async (store) => {
        await store.close()
        return 'it opened'
      },
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) })
    expect(readFileSync(file).equals(before)).toBe(true)
  }

  it('makes the folder and the file, and opens it again as it was left', async () => {
    file = join(folder, 'new', 'folder', 'mail.db')
    await filled()
    const store = await open()
    expect(await store.schemaVersion()).toBe(SCHEMA_VERSION)
    const [account] = await store.read.accounts.listAll()
    const query = { accountIds: [account?.id ?? ''], box: 'INBOX' as const }
    expect(await store.read.messages.count(query)).toBe(300)
    await store.close()
  })

  it.skipIf(process.platform === 'win32')(
    'keeps the file and its write-ahead log for the owner alone, whatever the folder and the umask',
    async () => {
      const modes = () =>
        ['', '-wal', '-shm'].map((end) => (statSync(`${file}${end}`).mode & 0o777).toString(8))
      const umask = process.umask(0)
      chmodSync(folder, 0o777)
      try {
        const made = await open()
        await seedAccount(made)
        expect(modes()).toEqual(['600', '600', '600'])
        await made.close()

        chmodSync(file, 0o666)
        const opened = await open()
        await seedAccount(opened)
        expect(modes()).toEqual(['600', '600', '600'])
        for (const end of ['', '-wal', '-shm']) chmodSync(`${file}${end}`, 0o644)
        const again = await open()
        expect(modes()).toEqual(['600', '600', '600'])
        await again.close()
        await opened.close()
      } finally {
        process.umask(umask)
      }
    },
  )

  it('refuses a file that is not a database', async () => {
    writeFileSync(file, 'This is a letter, not a database. '.repeat(500))
    await refuses('database_damaged', /is not a database.*left as it is/u)
  })

  it('refuses another program’s database', async () => {
    const other = new Sqlite(file)
    other.exec('create table recipes (name text)')
    other.close()
    await refuses('database_connection_error', /another program’s database.*data folder/u)
  })

  it('refuses a file whose first pages are damaged', async () => {
    const bytes = await filled()
    bytes.fill(0xa5, 100, 4096)
    writeFileSync(file, bytes)
    await refuses('database_damaged', /is damaged.*left as it is/u)
  })

  it('refuses a file that was cut off', async () => {
    await filled()
    truncateSync(file, 4096 * 2)
    await refuses('database_damaged', /is damaged.*left as it is/u)
  })

  it('refuses a file that a newer version has changed', async () => {
    await filled()
    const newer = new Sqlite(file)
    newer.exec("insert into __drizzle_migrations (hash, created_at) values ('x', 9999999999999)")
    newer.pragma('wal_checkpoint(TRUNCATE)')
    newer.close()
    await refuses('database_migration_error', /newer version.*Install the newest/u)
  })

  it('refuses to bring a file up to date where that is not allowed', async () => {
    const blank = new Sqlite(file)
    blank.pragma('journal_mode = WAL')
    blank.close()
    await refuses('database_migration_error', /DB_AUTO_MIGRATE/u, { autoMigrate: false })
  })

  it('refuses a file that cannot be written', async () => {
    await filled()
    chmodSync(file, 0o444)
    chmodSync(folder, 0o755)
    await runUnprivileged(
      async () =>
        await refuses(
          'database_connection_error',
          /cannot be (written|opened).*permission|may write/u,
        ),
    )
  })

  it('refuses a folder that cannot be written', async () => {
    chmodSync(folder, 0o555)
    const error: unknown = await runUnprivileged(async () => await open().catch((e: unknown) => e))
    expect(error).toMatchObject({
      code: 'database_connection_error',
      message: expect.stringMatching(/cannot be opened.*choose another data folder/u),
    })
    chmodSync(folder, 0o755)
    expect(existsSync(file)).toBe(false)
  })

  it('refuses a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'in the way'), '')
    file = join(folder, 'in the way', 'mail.db')
    await expect(open()).rejects.toMatchObject({ code: 'database_connection_error' })
  })

  it('refuses a file that another process holds', async () => {
    await filled()
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `const db = new (require('better-sqlite3'))(${JSON.stringify(file)})
         db.exec('BEGIN IMMEDIATE'); console.log('held'); setInterval(() => undefined, 1000)`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(holder.stdout, 'data')
    await refuses('database_connection_error', /in use by another program.*Close/u)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const store = await open()
    await store.close()
  })

  it('undoes a migration that fails and says so', async () => {
    await filled()
    const migrationsFolder = withMigration(
      'CREATE TABLE half_done (a text);\n--> statement-breakpoint\nNOT SQL;',
    )
    const error: unknown = await open({ migrationsFolder }).catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'database_migration_error',
      message: expect.stringMatching(/as it was before/u),
    })
    const store = await open()
    expect(await store.schemaVersion()).toBe(SCHEMA_VERSION)
    await store.close()
    const after = new Sqlite(file)
    expect(after.prepare("select 1 from sqlite_master where name = 'half_done'").all()).toEqual([])
    after.close()
  })

  it('survives being killed in the middle of a migration', async () => {
    await filled()
    const migrationsFolder = withMigration(
      `CREATE TABLE half_done AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
       SELECT i, hex(randomblob(500)) AS filler FROM n;`,
    )
    const openTs = new URL('../../src/main/core/database/open-store.ts', import.meta.url).pathname
    const script = join(folder, 'migrate.ts')
    writeFileSync(
      script,
      `import { openStore } from ${JSON.stringify(openTs)}
       const quiet = () => undefined
       await openStore({ databaseUrl: null, file: ${JSON.stringify(file)},
         clock: { now: () => 0, sleep: async () => undefined },
         logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
         migrationsFolder: ${JSON.stringify(migrationsFolder)} })`,
    )
    const migrating = spawn(process.execPath, [script], { stdio: 'ignore' })
    // What no longer fits in the cache is written beside the file before the commit.
    const wal = `${file}-wal`
    await eventually(
      async () => await Promise.resolve(existsSync(wal) && statSync(wal).size > 20_000_000),
      'the migration to be half written',
    )
    migrating.kill('SIGKILL')
    await once(migrating, 'exit')

    const store = await open()
    expect(await store.schemaVersion()).toBe(SCHEMA_VERSION)
    const [account] = await store.read.accounts.listAll()
    const query = { accountIds: [account?.id ?? ''], box: 'INBOX' as const }
    expect(await store.read.messages.count(query)).toBe(300)
    await store.close()
  })

  /** The project's migrations and one more. */
  function withMigration(statements: string): string {
    const copy = join(folder, 'migrations')
    mkdirSync(copy)
    cpSync(MIGRATIONS_FOLDER, copy, { recursive: true })
    const journalFile = join(copy, 'sqlite/meta/_journal.json')
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: object[] }
    const when = 8_000_000_000_000
    journal.entries.push({ idx: 3, version: '6', when, tag: '0003_next', breakpoints: true })
    copyFileSync(journalFile, `${journalFile}.before`)
    writeFileSync(journalFile, JSON.stringify(journal))
    writeFileSync(join(copy, 'sqlite/0003_next.sql'), statements)
    return copy
  }
})
