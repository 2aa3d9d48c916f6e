import Sqlite from 'better-sqlite3'
import type { TestStore } from './test-store.ts'

/** Tells what was written to a database since it was asked to watch, whoever wrote it. */
export interface WriteCounter {
  /** SQLite: 1 where any transaction changed the file. Postgres: rows inserted, updated, deleted. */
  writes(): Promise<number>
  close(): void
}

export async function watchWrites(opened: TestStore): Promise<WriteCounter> {
  return opened.store.dialect === 'sqlite' ? watchFile(opened) : watchRows(opened)
}

/** `data_version` changes whenever another connection commits a change, even of one byte. */
function watchFile({ options }: TestStore): WriteCounter {
  const database = new Sqlite(options.file, { readonly: true })
  const version = (): unknown => database.pragma('data_version', { simple: true })
  const before = version()
  return {
    writes: () => Promise.resolve(version() === before ? 0 : 1),
    close: () => void database.close(),
  }
}

/**
 * A trigger on every table counts rows; statements that touch no row are no writes. Leases are left
 * out: on a database that hosts may share they are renewed.
 */
async function watchRows(opened: TestStore): Promise<WriteCounter> {
  const query = (statement: string) => opened.query(statement)
  await query('create table watched_writes (rows bigint not null)')
  await query('insert into watched_writes values (0)')
  await query(
    `create function count_watched_write() returns trigger language plpgsql as $$
     begin update watched_writes set rows = rows + 1; return null; end $$`,
  )
  const tables = await query(
    `select tablename from pg_tables where schemaname = 'public' and tablename not in ('watched_writes', 'leases')`,
  )
  for (const { tablename } of tables) {
    await query(
      `create trigger watched after insert or update or delete on "${String(tablename)}"
       for each row execute function count_watched_write()`,
    )
  }
  return {
    async writes() {
      const [row] = await query('select rows from watched_writes')
      return Number(row?.['rows'])
    },
    close: () => undefined,
  }
}
