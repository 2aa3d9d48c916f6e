import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg, { type PoolClient } from 'pg'
import { OperationError } from '#shared/errors.ts'
import { findDriverError } from '../driver-errors.ts'
import {
  migrationFailedError,
  newerSchemaError,
  pendingMigrationError,
  schemaState,
} from '../migrations.ts'
import type { PostgresOptions } from './open-postgres.ts'

// The key of an advisory lock: of programs that start together only one migrates at a time.
const MIGRATION_LOCK = 7_310_501
const INSUFFICIENT_PRIVILEGE = '42501'

/** Applies the missing migrations in one transaction. Throws where a newer version has been here. */
export async function migratePostgres(
  client: PoolClient,
  database: string,
  options: PostgresOptions,
): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    const state = schemaState(options.migrationsFolder, await lastApplied(client))
    if (state === 'ahead') throw newerSchemaError(database)
    if (state === 'current') return
    if (!options.autoMigrate) throw pendingMigrationError(database)
    try {
      await migrate(drizzle({ client }), { migrationsFolder: options.migrationsFolder })
    } catch (error) {
      throw isDenied(error)
        ? migrationDeniedError(database, error)
        : migrationFailedError(database, error)
    }
    options.logger.info({ database }, 'database brought up to date')
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  }
}

async function lastApplied(client: PoolClient): Promise<number | null> {
  const table = await client.query<{ name: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as name",
  )
  if ((table.rows[0]?.name ?? null) === null) return null
  const applied = await client.query<{ last: string | null }>(
    'select max(created_at) as last from drizzle.__drizzle_migrations',
  )
  const last = applied.rows[0]?.last ?? null
  return last === null ? null : Number(last)
}

const isDenied = (error: unknown) =>
  findDriverError(error, isDatabaseError)?.code === INSUFFICIENT_PRIVILEGE

const isDatabaseError = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError

function migrationDeniedError(database: string, cause: unknown): OperationError {
  return new OperationError(
    'database_migration_error',
    `The user in DATABASE_URL may not create tables in ${database}. Grant it CREATE on the database and its schema public, and start again.`,
    { database },
    cause,
  )
}
