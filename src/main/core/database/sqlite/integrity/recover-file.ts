import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { BACKED_UP_TABLES, SALVAGED_TABLES } from '../../tables/only-here.ts'
import { migrateSqlite } from '../migrations.ts'
import { createOwnerOnly } from '../owner-only.ts'
import type { SqliteOptions } from '../open-sqlite.ts'
import { copyRows, copySchema } from './copy-rows.ts'
import { keepOrphans, stopUnsureSends } from './settle-recovered-rows.ts'

export interface RecoverFileOptions extends Pick<
  SqliteOptions,
  'file' | 'migrationsFolder' | 'logger'
> {
  /** Where the damaged files are kept; one folder a recovery. */
  keepIn: string
  /** The backup that fills in what cannot be read, or null where there is none. */
  backup: string | null
  /** Also rows that the backup has and the database no longer does. */
  addAllOfBackup: boolean
  now: number
}

/** How many rows came from the damaged file, and from the backup. */
export interface RecoveryCounts {
  salvaged: number
  fromBackup: number
}

/**
 * Puts a new database in the place of a damaged one, with what exists only here: first what can be
 * read of the damaged file, then what the backup has of tables that were not read whole. Mail is
 * fetched again afterwards. The damaged file is kept aside first; a kill at any moment leaves either
 * the damaged database or the new one, whole.
 */
export function recoverFile(options: RecoverFileOptions): RecoveryCounts {
  const { file } = options
  const unfinished = `${file}.recovering`
  keepDamaged(file, options.keepIn, { asLinks: true })
  removeWithCompanions(unfinished)
  createOwnerOnly(unfinished)
  const target = new Sqlite(unfinished)
  let counts: RecoveryCounts
  try {
    counts = fill(target, options)
    const verdict = target.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw new Error(`The new database is not sound: ${String(verdict)}`)
  } catch (error) {
    target.close()
    removeWithCompanions(unfinished)
    throw error
  }
  target.close()
  flush(unfinished)
  // From here on the recovery is decided; opening the database completes it after a kill.
  renameSync(unfinished, `${file}.recovered`)
  finishRecovery(file)
  return counts
}

/** Completes a recovery that was ended after it was decided. To be called before opening the file. */
export function finishRecovery(file: string): void {
  const recovered = `${file}.recovered`
  if (!existsSync(recovered)) return
  // The log of the damaged file must never be applied to the new one.
  rmSync(`${file}-wal`, { force: true })
  rmSync(`${file}-shm`, { force: true })
  renameSync(recovered, file)
  if (process.platform !== 'win32') flush(dirname(file))
}

/**
 * Keeps the file and what belongs to it in a folder, without changing them.
 *
 * @param asLinks under a second name, at once; only where the first name is given to another file next
 */
export function keepDamaged(file: string, folder: string, { asLinks = false } = {}): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (!existsSync(path)) continue
    const kept = join(folder, basename(path))
    if (asLinks && link(path, kept)) continue
    copyFileSync(path, kept)
  }
}

/** Fills the new database and brings it up to date. */
function fill(target: Database, options: RecoverFileOptions): RecoveryCounts {
  const damaged = openReadable(options.file)
  try {
    target.pragma('foreign_keys = off')
    const salvage = salvageInto(target, damaged, options)
    // The salvaged rows are migrated like those of any database.
    migrate(target, options)
    target.pragma('foreign_keys = off')
    return target.transaction(() => {
      const first = salvage ?? copySalvaged(target, damaged)
      if (first.unread.has('outbox')) stopUnsureSends(target, options.now)
      const fromBackup = addBackup(target, first.unread, options)
      keepOrphans(target, options.now)
      return { salvaged: first.read, fromBackup }
    })()
  } finally {
    damaged?.close()
  }
}

interface Salvage {
  read: number
  /** Tables that were not read whole. */
  unread: Set<string>
}

/** Copies the damaged file's own tables with their rows; null where not even their list is whole. */
function salvageInto(
  target: Database,
  damaged: Database | null,
  options: RecoverFileOptions,
): Salvage | null {
  if (damaged === null) return null
  try {
    return target.transaction(() => {
      copySchema(damaged, target)
      return copySalvaged(target, damaged)
    })()
  } catch (error) {
    options.logger.warn({ err: error }, 'the tables of the damaged database cannot be copied')
    return null
  }
}

function copySalvaged(target: Database, damaged: Database | null): Salvage {
  const salvage: Salvage = { read: 0, unread: new Set() }
  for (const table of SALVAGED_TABLES) {
    const copy =
      damaged === null
        ? { read: 0, isWhole: false }
        : attempt(
            () => copyRows(damaged, target, table, { tolerant: true }),
            () => ({ read: 0, isWhole: false }),
          )
    salvage.read += copy.read
    if (!copy.isWhole) salvage.unread.add(table)
  }
  return salvage
}

/** Adds the backup's rows that are not there. Returns how many. */
function addBackup(target: Database, unread: Set<string>, options: RecoverFileOptions): number {
  const { backup, addAllOfBackup, file } = options
  if (backup === null) return 0
  // The backup itself stays as it is; a copy is brought up to date.
  const path = `${file}.backup-copy`
  removeWithCompanions(path)
  copyFileSync(backup, path)
  const source = new Sqlite(path)
  try {
    migrate(source, options)
    let added = 0
    for (const table of BACKED_UP_TABLES) {
      if (!unread.has(table) && !addAllOfBackup) continue
      const known = table === 'outbox' ? idsOfOutbox(target) : new Set<string>()
      const before = rowsOf(target, table)
      copyRows(source, target, table, { tolerant: true })
      added += rowsOf(target, table) - before
      if (table === 'outbox') stopUnsureSends(target, options.now, known)
    }
    return added
  } finally {
    source.close()
    removeWithCompanions(path)
  }
}

function idsOfOutbox(target: Database): Set<string> {
  return new Set(target.prepare<[], string>('select id from outbox').pluck().all())
}

function migrate(database: Database, options: RecoverFileOptions): void {
  migrateSqlite(database, { ...options, autoMigrate: true })
}

/** The damaged file to read from, or null where nothing of it can be read. */
function openReadable(file: string): Database | null {
  return attempt(
    () => {
      const database = new Sqlite(file, { readonly: true, fileMustExist: true })
      database.prepare('select count(*) from sqlite_schema').get()
      return database
    },
    () => null,
  )
}

/** False where the disk cannot do that. */
function link(path: string, kept: string): boolean {
  try {
    linkSync(path, kept)
    return true
  } catch {
    return false
  }
}

const rowsOf = (database: Database, table: string): number =>
  Number(database.prepare(`select count(*) from "${table}"`).pluck().get())

function attempt<T>(work: () => T, otherwise: () => T): T {
  try {
    return work()
  } catch {
    return otherwise()
  }
}

function removeWithCompanions(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
