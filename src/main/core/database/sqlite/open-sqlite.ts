import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Sqlite, { type Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/services.ts'
import { sqliteTables } from '../tables/sqlite.ts'
import type { Store } from '../../ports/store.ts'
import {
  runTranslatingErrors,
  withTranslatedErrors,
  type TranslateError,
} from '../driver-errors.ts'
import { readRepositories, writeRepositories } from '../repositories/repositories.ts'
import type { WriteSession } from '../repositories/db-session.ts'
import { createMutex } from '#shared/domain/mutex.ts'
import { NestingGuard } from '../transactions.ts'
import { sqliteBulkWriter } from './bulk-writer.ts'
import { backUpFile } from './integrity/back-up-file.ts'
import { backupPath, pruneBackups } from './integrity/backup-folder.ts'
import { createMaintenance } from './integrity/maintenance.ts'
import { finishRecovery } from './integrity/recover-file.ts'
import { createWalCheckpoints } from './wal-checkpoints.ts'
import { findDamage, openError, translateSqliteError } from './sqlite-errors.ts'
import { migrateSqlite, checkOwnFile, needsMigration } from './migrations.ts'
import { createOwnerOnly, restrictToOwner } from './owner-only.ts'
import { sqliteSearchIndex } from './search/search-index.ts'
import { tuneSearch } from './search/search-settings.ts'
import { sqliteSearchWriter } from './search/search-writer.ts'

// How long a statement waits for another process before it fails; it blocks this thread meanwhile.
const BUSY_TIMEOUT_MS = 2000

export interface SqliteOptions {
  file: string
  /** Holds the dialect's migrations and their journal. */
  migrationsFolder: string
  autoMigrate: boolean
  logger: Logger
  /** Epoch milliseconds for the names of backups. */
  clock: Pick<Clock, 'now'>
  onDamage?: (error: unknown) => void
  backupsFolder?: string
  maintenanceWorkerUrl?: URL
}

/**
 * Opens or creates the database file. Throws OperationError `database_connection_error`,
 * `database_damaged` or `database_migration_error` where that cannot be done, and leaves the file untouched then.
 */
export function openSqlite(options: SqliteOptions): Store {
  const opened: Database[] = []
  try {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 })
    finishRecovery(options.file)
    createOwnerOnly(options.file)
    const writer = new Sqlite(options.file, { timeout: BUSY_TIMEOUT_MS })
    opened.push(writer)
    checkOwnFile(writer, options)
    restrictToOwner(options.file, options.logger)
    prepareWriter(writer)
    backUpBeforeUpdate(writer, options)
    migrateSqlite(writer, options)
    prepareSearch(writer, options)
    const reader = new Sqlite(options.file, { readonly: true, timeout: BUSY_TIMEOUT_MS })
    opened.push(reader)
    restrictToOwner(options.file, options.logger)
    return sqliteStore(writer, reader, options)
  } catch (error) {
    for (const database of opened) database.close()
    throw openError(options.file, error)
  }
}

/** What exists only here is copied before a migration changes it. */
function backUpBeforeUpdate(writer: Database, options: SqliteOptions): void {
  const { file, backupsFolder } = options
  if (backupsFolder === undefined || !needsMigration(writer, options)) return
  backUpFile(file, backupPath(backupsFolder, 'before-update', options.clock.now()))
  pruneBackups(backupsFolder)
}

function prepareWriter(writer: Database): void {
  writer.pragma('journal_mode = WAL')
  // With WAL this survives a killed process; only a power cut can take the last transactions.
  writer.pragma('synchronous = NORMAL')
  // A writer of another process, or a disk that cannot be written, shows here and not later.
  writer.exec('BEGIN IMMEDIATE; ROLLBACK')
}

/** A damaged search index keeps nobody from the mail: it is reported, and made again later. */
function prepareSearch(writer: Database, options: SqliteOptions): void {
  try {
    tuneSearch(writer)
  } catch (error) {
    if (findDamage(error) === null) throw error
    options.onDamage?.(error)
  }
}

function sqliteStore(writer: Database, reader: Database, options: SqliteOptions): Store {
  const checkpoints = createWalCheckpoints(writer, options.file, options.logger)
  const translate: TranslateError = (error) => {
    if (findDamage(error) !== null) options.onDamage?.(error)
    return translateSqliteError(error)
  }
  const queue = createMutex()
  const nesting = new NestingGuard()
  const searchWriter = sqliteSearchWriter(writer)
  const session: WriteSession = {
    db: drizzle({ client: writer, casing: 'snake_case' }),
    tables: sqliteTables,
    search: { ...sqliteSearchIndex(writer), ...searchWriter },
    bulk: sqliteBulkWriter(writer, sqliteTables),
    changedLists: new Map(),
    // The one writer is locked by BEGIN IMMEDIATE already.
    lockAccount: async () => undefined,
    lock: async () => undefined,
  }
  const repositories = withTranslatedErrors(writeRepositories(session), translate)
  const read = withTranslatedErrors(
    readRepositories({
      db: drizzle({ client: reader, casing: 'snake_case' }),
      tables: sqliteTables,
      search: sqliteSearchIndex(reader),
    }),
    translate,
  )

  function execute(statement: string): void {
    try {
      writer.exec(statement)
    } catch (error) {
      throw translate(error) ?? error
    }
  }

  return {
    dialect: 'sqlite',
    read,
    maintenance: createMaintenance(options, queue),
    async schemaVersion() {
      return await runTranslatingErrors(
        translate,
        async () =>
          await Promise.resolve(
            reader.prepare<[], number>('select count(*) from __drizzle_migrations').pluck().get() ??
              0,
          ),
      )
    },
    async transaction(work) {
      return await nesting.run(
        async () =>
          await queue(async () => {
            await checkpoints.beforeTransaction()
            // Short transactions in a row would leave no turn to anything else.
            await setImmediate()
            execute('BEGIN IMMEDIATE')
            session.changedLists.clear()
            try {
              const result = await work(repositories)
              execute('COMMIT')
              checkpoints.onCommit()
              return result
            } catch (error) {
              searchWriter.forget()
              throw error
            } finally {
              if (writer.inTransaction) writer.exec('ROLLBACK')
            }
          }),
      )
    },
    async close() {
      await queue(async () => {
        await checkpoints.close()
        reader.close()
        writer.close()
      })
    },
  }
}
