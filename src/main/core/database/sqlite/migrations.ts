import type { Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { OperationError } from '#shared/errors.ts'
import {
  migrationFailedError,
  newerSchemaError,
  pendingMigrationError,
  schemaState,
} from '../migrations.ts'
import type { SqliteOptions } from './open-sqlite.ts'

type FileOptions = Pick<SqliteOptions, 'file' | 'migrationsFolder' | 'autoMigrate' | 'logger'>

/** Throws where the file is another program's or a newer version's. Only reads. */
export function checkOwnFile(database: Database, options: FileOptions): void {
  const tables = database
    .prepare<[], string>("select name from sqlite_master where type = 'table'")
    .pluck()
    .all()
  if (tables.length > 0 && !tables.includes('__drizzle_migrations')) {
    throw new OperationError(
      'database_connection_error',
      `The file ${options.file} is another program’s database. It has been left as it is. Choose another data folder, or move the file away, and start again.`,
      { file: options.file },
    )
  }
  if (schemaState(options.migrationsFolder, lastApplied(database, tables)) === 'ahead') {
    throw newerSchemaError(options.file)
  }
}

/** Whether a database that is in use already lacks migrations, and may be given them. */
export function needsMigration(database: Database, options: FileOptions): boolean {
  const tables = database
    .prepare<[], string>("select name from sqlite_master where name = '__drizzle_migrations'")
    .pluck()
    .all()
  const last = lastApplied(database, tables)
  return (
    options.autoMigrate && last !== null && schemaState(options.migrationsFolder, last) === 'behind'
  )
}

/**
 * Applies the missing migrations in one transaction: a process killed in the middle leaves the file
 * as it was. Foreign keys are off meanwhile, because rebuilding a table would cascade.
 */
export function migrateSqlite(database: Database, options: FileOptions): void {
  const tables = database
    .prepare<[], string>("select name from sqlite_master where name = '__drizzle_migrations'")
    .pluck()
    .all()
  if (schemaState(options.migrationsFolder, lastApplied(database, tables)) === 'behind') {
    if (!options.autoMigrate) throw pendingMigrationError(options.file)
    database.pragma('foreign_keys = OFF')
    try {
      migrate(drizzle({ client: database }), { migrationsFolder: options.migrationsFolder })
    } catch (error) {
      throw migrationFailedError(options.file, error)
    }
    options.logger.info({ file: options.file }, 'database brought up to date')
  }
  database.pragma('foreign_keys = ON')
}

function lastApplied(database: Database, tables: string[]): number | null {
  if (!tables.includes('__drizzle_migrations')) return null
  const value: unknown = database
    .prepare('select max(created_at) from __drizzle_migrations')
    .pluck()
    .get()
  return value === null ? null : Number(value)
}
