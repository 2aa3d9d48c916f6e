import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Logger } from '../../ports/services.ts'
import type { Store } from '../../ports/store.ts'
import { withTranslatedErrors, runTranslatingErrors } from '../driver-errors.ts'
import type { StoreOptions } from '../open-store.ts'
import { readRepositories, writeRepositories } from '../repositories/repositories.ts'
import type { Db, WriteSession } from '../repositories/db-session.ts'
import { postgresTables } from '../tables/postgres.ts'
import { NestingGuard } from '../transactions.ts'
import { postgresBulkWriter } from './bulk-writer.ts'
import { connectionError, databaseName, translatePostgresError } from './postgres-errors.ts'
import { migratePostgres } from './migrations.ts'
import type { Query } from './query.ts'
import { postgresSearchIndex } from './search/search-index.ts'
import { postgresSearchWriter } from './search/search-writer.ts'

export interface PostgresOptions {
  databaseUrl: string
  /** Holds the dialect's migrations and their journal. */
  migrationsFolder: string
  autoMigrate: boolean
  logger: Logger
  pool: NonNullable<StoreOptions['pool']>
}

/**
 * Connects to the server. Throws OperationError `database_connection_error` or
 * `database_migration_error`, never with the password in it.
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const database = databaseName(options.databaseUrl)
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    min: options.pool.min,
    max: options.pool.max,
    connectionTimeoutMillis: options.pool.connectTimeoutSeconds * 1000,
    application_name: options.pool.applicationName,
  })
  // A connection that the server drops is replaced at the next query. Without a listener its error
  // event would end the process.
  const onLost = (error: Error) =>
    options.logger.warn({ database, reason: error.message }, 'lost a database connection')
  pool.on('error', onLost)
  pool.on('connect', (client) => client.on('error', onLost))
  try {
    const client = await pool.connect()
    try {
      await migratePostgres(client, database, options)
    } finally {
      client.release()
    }
    return postgresStore(pool)
  } catch (error) {
    await pool.end()
    throw connectionError(database, error)
  }
}

function postgresStore(pool: pg.Pool): Store {
  const nesting = new NestingGuard()
  const readQuery = queryOf(pool)
  const read = withTranslatedErrors(
    readRepositories({
      db: builder(pool),
      tables: postgresTables,
      search: postgresSearchIndex(readQuery),
    }),
    translatePostgresError,
  )

  return {
    dialect: 'postgres',
    read,
    maintenance: null,
    async schemaVersion() {
      const [row] = await readQuery('select count(*) as applied from drizzle.__drizzle_migrations')
      return Number(row?.['applied'])
    },
    async transaction(work) {
      return await nesting.run(
        async () =>
          await runTranslatingErrors(translatePostgresError, async () => {
            const client = await pool.connect()
            let broken = false
            try {
              await client.query('BEGIN')
              const result = await work(
                withTranslatedErrors(
                  writeRepositories(writeSession(client)),
                  translatePostgresError,
                ),
              )
              await client.query('COMMIT')
              return result
            } catch (error) {
              await client.query('ROLLBACK').catch(() => {
                broken = true
              })
              throw error
            } finally {
              // A connection that cannot even roll back is not given to the next transaction.
              client.release(broken)
            }
          }),
      )
    },
    async close() {
      await pool.end()
    },
  }
}

function writeSession(client: pg.PoolClient): WriteSession {
  const query = queryOf(client)
  async function lock(name: string): Promise<void> {
    await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
  }
  return {
    db: builder(client),
    tables: postgresTables,
    search: { ...postgresSearchIndex(query), ...postgresSearchWriter(query) },
    bulk: postgresBulkWriter(query, postgresTables),
    lockAccount: lock,
    lock,
    changedLists: new Map(),
  }
}

function queryOf(connection: pg.Pool | pg.PoolClient): Query {
  return async (statement, parameters) => {
    const result = await connection.query<Record<string, unknown>>(statement, parameters)
    return result.rows
  }
}

// The builders behave the same on both dialects; parity.test.ts and the repository tests check it.
function builder(client: pg.Pool | pg.PoolClient): Db {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
  return drizzle({ client, casing: 'snake_case' }) as unknown as Db
}
