import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import pg from 'pg'
import { inject } from 'vitest'
import { openStore, type StoreOptions } from '../../../src/main/core/database/open-store.ts'
import type { Store } from '../../../src/main/core/ports/store.ts'
import { postgresTemplate } from './postgres-template.ts'
import { silentLogger } from './silent-logger.ts'

export { silentLogger }

export type Dialect = Store['dialect']
export const DIALECTS = ['sqlite', 'postgres'] as const satisfies Dialect[]

export const MIGRATIONS_FOLDER = resolve(import.meta.dirname, '../../../drizzle')

/** How many migrations a database that is up to date has applied. */
export const SCHEMA_VERSION = migrationsOf('sqlite').length

function migrationsOf(dialect: Dialect): { hash: string }[] {
  return readMigrationFiles({ migrationsFolder: join(MIGRATIONS_FOLDER, dialect) })
}

export interface TestStore {
  store: Store
  /** What it was opened with, to open it again. */
  options: StoreOptions
  /** Runs one statement behind the store's back. */
  query(statement: string): Promise<Record<string, unknown>[]>
  /** Closes the store and removes its database. */
  dispose(): Promise<void>
}

/** A real, empty, migrated database of its own. */
export async function openTestStore(dialect: Dialect): Promise<TestStore> {
  const place = dialect === 'sqlite' ? createSqliteFile() : await copyPostgresTemplate()
  const options = storeOptions(place)
  const store = await openStore(options)
  return {
    store,
    options,
    query: async (statement) => await place.query(statement),
    async dispose() {
      await store.close()
      await place.remove()
    },
  }
}

/** Options for a file or a server database, without a logger's noise. */
export function storeOptions(place: { file?: string; databaseUrl?: string | null }): StoreOptions {
  return {
    databaseUrl: place.databaseUrl ?? null,
    file: place.file ?? '',
    clock: { now: () => 1_800_000_000_000, sleep: async () => undefined },
    logger: silentLogger,
    migrationsFolder: MIGRATIONS_FOLDER,
  }
}

/** A file of its own for SQLite. */
export function createSqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-store-'))
  const file = join(folder, 'mail.db')
  return {
    file,
    databaseUrl: null,
    async query(statement: string) {
      const { default: Sqlite } = await import('better-sqlite3')
      const database = new Sqlite(file, { timeout: 5000 })
      try {
        const prepared = database.prepare(statement)
        if (prepared.reader) return prepared.all() as Record<string, unknown>[]
        prepared.run()
        return []
      } finally {
        database.close()
      }
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** An empty database of its own on the run's server. */
export async function createPostgresDatabase() {
  return await createDatabase('template1')
}

/** A migrated database of its own: copying one is quicker than twenty migrations. */
async function copyPostgresTemplate() {
  const version = migrationsOf('postgres').map(({ hash }) => hash)
  const template = await postgresTemplate(
    inject('postgresUrl'),
    version.join(' '),
    async (databaseUrl) => {
      const store = await openStore(storeOptions({ databaseUrl }))
      await store.close()
    },
  )
  return await createDatabase(template)
}

async function createDatabase(template: string) {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runStatement(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    databaseUrl: url.href,
    query: async (statement: string) => await runStatement(url.href, statement),
    async remove() {
      await runStatement(server, `drop database ${name} with (force)`)
    },
  }
}

async function runStatement(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}
