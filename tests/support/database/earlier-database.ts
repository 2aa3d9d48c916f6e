import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3'
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { openStore } from '#core/database/open-store.ts'
import type { Store } from '#core/ports/store.ts'
import {
  MIGRATIONS_FOLDER,
  createPostgresDatabase,
  createSqliteFile,
  storeOptions,
  type Dialect,
} from './test-store.ts'

/** A row as an earlier version wrote it, by column name. */
export type EarlierRow = Record<string, string | number | boolean | Uint8Array | null>

/** A database as an earlier version left it. */
export interface EarlierDatabase {
  /** Where it is, for another process to open it. */
  place: { file: string } | { databaseUrl: string }
  /** Inserts rows as they are. */
  insert(table: string, rows: EarlierRow[]): Promise<void>
  /** Opens it with today's program, which brings it up to date. */
  open(): Promise<Store>
  query(statement: string): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

/** How many migrations came before the one of this name. */
export function migrationsBefore(name: string): number {
  const file = join(MIGRATIONS_FOLDER, 'sqlite', 'meta', '_journal.json')
  const { entries } = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] }
  return entries.findIndex(({ tag }) => tag.replace(/^\d+_/u, '') === name)
}

/** Makes a database with the first `migrations` migrations only. */
export async function createEarlierDatabase(
  dialect: Dialect,
  migrations: number,
): Promise<EarlierDatabase> {
  const folder = earlierMigrations(dialect, migrations)
  try {
    return dialect === 'sqlite' ? createEarlierSqlite(folder) : await createEarlierPostgres(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function createEarlierSqlite(migrationsFolder: string): EarlierDatabase {
  const place = createSqliteFile()
  const database = new Sqlite(place.file)
  migrateSqlite(drizzleSqlite({ client: database }), { migrationsFolder })
  database.close()
  return {
    place: { file: place.file },
    async insert(table, rows) {
      const writing = new Sqlite(place.file)
      for (const row of rows) {
        const columns = Object.keys(row)
        const values = Object.values(row).map((value) =>
          typeof value === 'boolean' ? Number(value) : value,
        )
        writing
          .prepare(
            `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')})
             values (${columns.map(() => '?').join(', ')})`,
          )
          .run(values)
      }
      writing.close()
      return Promise.resolve()
    },
    open: () => openStore(storeOptions({ file: place.file })),
    query: (statement) => place.query(statement),
    remove: () => place.remove(),
  }
}

async function createEarlierPostgres(migrationsFolder: string): Promise<EarlierDatabase> {
  const place = await createPostgresDatabase()
  const withClient = async (work: (client: pg.Client) => Promise<void>): Promise<void> => {
    const client = new pg.Client({ connectionString: place.databaseUrl })
    await client.connect()
    await work(client).finally(() => client.end())
  }
  await withClient((client) => migratePostgres(drizzlePostgres({ client }), { migrationsFolder }))
  return {
    place: { databaseUrl: place.databaseUrl },
    insert: (table, rows) =>
      withClient(async (client) => {
        for (const row of rows) {
          const columns = Object.keys(row)
          await client.query(
            `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')})
             values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
            Object.values(row).map((value) =>
              value instanceof Uint8Array ? Buffer.from(value) : value,
            ),
          )
        }
      }),
    open: () => openStore(storeOptions({ databaseUrl: place.databaseUrl })),
    query: (statement) => place.query(statement),
    remove: () => place.remove(),
  }
}

/** A copy of the migrations with a journal that ends early. */
function earlierMigrations(dialect: Dialect, count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-migrations-'))
  cpSync(join(MIGRATIONS_FOLDER, dialect), folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: unknown[] }
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }))
  return folder
}
