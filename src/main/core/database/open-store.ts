import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'

export interface StoreOptions {
  /** `postgres://…`, or null for the SQLite file. */
  databaseUrl: string | null
  /** The SQLite file's path; made where it does not exist. */
  file: string
  clock: Clock
  logger: Logger
  pool?: {
    min: number
    max: number
    connectTimeoutSeconds: number
    applicationName: string
  }
  /** Whether missing migrations may be applied. Default true. */
  autoMigrate?: boolean
  /** The folder that holds `sqlite/` and `postgres/`. */
  migrationsFolder: string
  /** SQLite only: called when a statement meets damage. */
  onDamage?: (error: unknown) => void
  /** SQLite only: where what exists only here is copied before a migration. */
  backupsFolder?: string
  /** SQLite only: the built thread of long maintenance tasks. Default: its source. */
  maintenanceWorkerUrl?: URL
}

/**
 * Opens the database and brings it up to date.
 * Throws OperationError `database_connection_error`, `database_damaged` or
 * `database_migration_error`, with a message that says what to do; a file that cannot be opened is never overwritten.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, logger, migrationsFolder, autoMigrate = true } = options
  if (databaseUrl === null) {
    return openSqlite({
      ...options,
      autoMigrate,
      migrationsFolder: join(migrationsFolder, 'sqlite'),
    })
  }
  // The Postgres driver is loaded only where it is used: it would slow every desktop's start.
  const { openPostgres } = await import('./postgres/open-postgres.ts')
  return await openPostgres({
    databaseUrl,
    logger,
    autoMigrate,
    migrationsFolder: join(migrationsFolder, 'postgres'),
    pool: options.pool ?? {
      min: 0,
      max: 10,
      connectTimeoutSeconds: 10,
      applicationName: 'mailmanager',
    },
  })
}
