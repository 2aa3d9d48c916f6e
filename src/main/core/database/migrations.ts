import { readMigrationFiles } from 'drizzle-orm/migrator'
import { OperationError } from '#shared/errors.ts'

/** A database's migrations compared with the program's. */
export type SchemaState = 'current' | 'behind' | 'ahead'

/** Compares the last applied migration (epoch ms of its making, null for none) with the folder's. */
export function schemaState(migrationsFolder: string, lastApplied: number | null): SchemaState {
  const known = readMigrationFiles({ migrationsFolder })
  const newest = known.at(-1)?.folderMillis ?? 0
  if (lastApplied === null || lastApplied < newest) return 'behind'
  return lastApplied > newest ? 'ahead' : 'current'
}

/** The error for a database that a newer version has migrated. */
export function newerSchemaError(database: string): OperationError {
  return new OperationError(
    'database_migration_error',
    `The database ${database} was last used by a newer version of MailManager. It has been left as it is. Install the newest version to open it.`,
    { database },
  )
}

/** The error for a database that must be migrated where that is not allowed. */
export function pendingMigrationError(database: string): OperationError {
  return new OperationError(
    'database_migration_error',
    `The database ${database} must be brought up to date first. Set DB_AUTO_MIGRATE to true, or run the migrations yourself, and start again.`,
    { database },
  )
}

/** The error of a migration that failed and was rolled back. */
export function migrationFailedError(database: string, cause: unknown): OperationError {
  return new OperationError(
    'database_migration_error',
    `The database ${database} could not be brought up to date, and is as it was before. Make sure that its disk has room, then start again; if it fails again, keep the file and report the problem.`,
    { database },
    cause,
  )
}
