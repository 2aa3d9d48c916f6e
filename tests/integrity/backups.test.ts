import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '#core/database/open-store.ts'
import { createDatabaseHealth } from '#core/integrity/database-health.ts'
import { createBackupSchedule } from '#core/integrity/backup-schedule.ts'
import { createEventBus } from '#core/platform/event-bus.ts'
import type { Store } from '#core/ports/store.ts'
import { mail, outboxRow, seedAccount } from '../database/fixtures.ts'
import { createVirtualClock } from '../support/clocks/virtual-clock.ts'
import { destroyPages, leafPages } from '../support/database/damage.ts'
import { MIGRATIONS_FOLDER, silentLogger, storeOptions } from '../support/database/test-store.ts'

const HOUR_MS = 3_600_000

describe('backups of what exists only here', () => {
  let folder: string
  let file: string
  let backups: string
  let now: number
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-backups-'))
    file = join(folder, 'mail.db')
    backups = join(folder, 'backups')
    now = 1_800_000_000_000
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const open = async (change = {}): Promise<Store> =>
    await openStore({
      ...storeOptions({ file }),
      backupsFolder: backups,
      clock: { now: () => now, sleep: async () => undefined },
      ...change,
    })

  async function fill(store: Store): Promise<void> {
    const seeded = await seedAccount(store)
    const messages = Array.from({ length: 300 }, (_, n) => mail(`m${n}`))
    await store.transaction(async (tx) => {
      await tx.messages.upsert(seeded.account.id, messages)
      for (let n = 0; n < 40; n++) {
        const subject = `Letter ${n} ${'x'.repeat(300)}`
        await tx.outbox.insert(outboxRow(seeded, { subject }), [])
      }
    })
  }

  const countIn = (name: string, table: string): unknown => {
    const backup = new Sqlite(join(backups, name), { readonly: true })
    try {
      return backup.prepare(`select count(*) from "${table}"`).pluck().get()
    } finally {
      backup.close()
    }
  }

  it('hold what was written and no mail, for their owner alone', async () => {
    const store = await open()
    await fill(store)
    await store.maintenance?.backUp('daily')
    await store.close()
    const [name = ''] = readdirSync(backups)
    expect(name).toBe(`daily-${now}.db`)
    expect([countIn(name, 'outbox'), countIn(name, 'accounts')]).toEqual([40, 1])
    expect(countIn(name, 'messages')).toBe(0)
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
    if (process.platform !== 'win32') {
      expect([mode(backups), mode(join(backups, name))]).toEqual(['700', '600'])
    }
  })

  it('are kept for seven days', async () => {
    const store = await open()
    for (let day = 0; day < 10; day++) {
      now += 24 * HOUR_MS
      await store.maintenance?.backUp('daily')
    }
    const kept = store.maintenance?.listBackups().map(({ madeAt }) => madeAt)
    expect(kept).toEqual(Array.from({ length: 7 }, (_, n) => now - n * 24 * HOUR_MS))
    await store.close()
  })

  it('are whole or not there', async () => {
    const first = await open()
    await fill(first)
    await first.close()
    destroyPages(file, leafPages(file, 'outbox').slice(0, 1))
    const store = await open()
    await expect(store.maintenance?.backUp('daily')).rejects.toMatchObject({
      code: 'database_damaged',
    })
    await store.close()
    expect(readdirSync(backups)).toEqual([])
  })

  it('are made before a migration changes the database', async () => {
    const first = await open()
    await fill(first)
    await first.close()
    const migrationsFolder = join(folder, 'migrations')
    mkdirSync(migrationsFolder)
    cpSync(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true })
    const journalFile = join(migrationsFolder, 'sqlite/meta/_journal.json')
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: object[] }
    const when = 8_000_000_000_000
    journal.entries.push({ idx: 99, version: '6', when, tag: '0099_next', breakpoints: true })
    writeFileSync(journalFile, JSON.stringify(journal))
    writeFileSync(join(migrationsFolder, 'sqlite/0099_next.sql'), 'DELETE FROM `outbox`;')
    const store = await open({ migrationsFolder })
    await store.close()
    expect(readdirSync(backups)).toEqual([`before-update-${now}.db`])
    expect(countIn(`before-update-${now}.db`, 'outbox')).toBe(40)
  })

  it('are made daily, and not while the database is damaged', async () => {
    const clock = createVirtualClock(now)
    const store = await open({ clock })
    const health = createDatabaseHealth({
      events: createEventBus(silentLogger),
      logger: silentLogger,
      userId: 'me',
    })
    const made: number[] = []
    const maintenance = {
      check: () => Promise.reject(new Error('not asked for')),
      rebuildIndexes: () => Promise.resolve(),
      backUp: () => Promise.resolve(void made.push(clock.now())),
      listBackups: () =>
        made
          .toReversed()
          .map((madeAt) => ({ name: '', kind: 'daily' as const, madeAt, sizeBytes: 1 })),
    }
    const schedule = createBackupSchedule({ maintenance, health, clock, logger: silentLogger })
    schedule.start()
    await clock.run(clock.sleep(72 * HOUR_MS))
    expect(made.map((at) => Math.round((at - now) / HOUR_MS))).toEqual([0, 24, 48])
    health.change({ state: 'damaged' })
    await clock.run(clock.sleep(72 * HOUR_MS))
    expect(made).toHaveLength(3)
    await schedule.stop()
    await store.close()
  })
})
