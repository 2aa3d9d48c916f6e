import Sqlite, { type Database } from 'better-sqlite3'
import { editSchema, isCorrupt } from '../integrity/rebuild-index.ts'
import { SEARCH_TABLES, tuneSearch } from './search-settings.ts'

// The virtual table and the tables that FTS5 keeps behind it (sqlite.org/fts5.html#fts5_data_structures).
const SEARCH_TABLE_ENDS = ['', '_data', '_idx', '_content', '_docsize', '_config']

/**
 * Drops the FTS5 tables and makes them as they were made. Dropping fails where one of their pages
 * cannot be read; then its pages are left behind unused.
 */
export function recreateIndex(database: Database): void {
  for (const table of SEARCH_TABLES) recreateTable(database, table)
  database.exec('delete from "search_window"')
  database.exec('delete from "search_vocabulary"')
  tuneSearch(database)
}

function recreateTable(database: Database, table: string): void {
  const definition: unknown = database
    .prepare('select sql from sqlite_master where name = ?')
    .pluck()
    .get(table)
  if (typeof definition !== 'string') throw new Error('The search index is not defined')
  if (isReadable(database, table)) database.exec(`drop table "${table}"`)
  else {
    editSchema(database, () => {
      const remove = database.prepare('delete from sqlite_schema where tbl_name = ?')
      for (const end of SEARCH_TABLE_ENDS) remove.run(`${table}${end}`)
    })
  }
  database.exec(definition)
}

/** Asked on another connection: after such an error this one could not write before a rollback. */
function isReadable({ name }: Database, table: string): boolean {
  const reader = new Sqlite(name, { readonly: true })
  try {
    // Comparing blobs reads them whole.
    reader.prepare(`select max(block) from "${table}_data"`).get()
    reader.prepare(`select max(pgno) from "${table}_idx"`).get()
    reader.prepare(`select max(sz) from "${table}_docsize"`).get()
    reader.prepare(`select max(v) from "${table}_config"`).get()
    return true
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  } finally {
    reader.close()
  }
}
