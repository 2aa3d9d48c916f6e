import type { Database } from 'better-sqlite3'
import { RECENT_TABLE } from './recent-window.ts'

export const SEARCH_TABLE = 'message_search'

/** The FTS5 tables: of all mail, and of recent mail. */
export const SEARCH_TABLES = [SEARCH_TABLE, RECENT_TABLE] as const

// New words are gathered in memory and written out at this many bytes: a few milliseconds.
const GATHERED_BYTES = 2 ** 18
/**
 * FTS5 would merge its segments in the middle of an insert, up to hundreds of pages at a time. That
 * is turned off and done in small steps instead (`merge`).
 */
const SEARCH_SETTINGS = { automerge: 0, crisismerge: 64, usermerge: 16, hashsize: GATHERED_BYTES }

/** Writes the settings into the index where it has others, as in one that was just made. */
export function tuneSearch(database: Database): void {
  openWindow(database)
  for (const table of SEARCH_TABLES) {
    const current = database.prepare(`select v from "${table}_config" where k = ?`).pluck()
    const change = database.prepare(
      `insert into "${table}" ("${table}", rank) values (?, cast(? as integer))`,
    )
    for (const [name, value] of Object.entries(SEARCH_SETTINGS)) {
      if (current.get(name) !== value) change.run(name, value)
    }
  }
}

/** An empty table of recent mail is complete while the other is empty too, and otherwise not used. */
function openWindow(database: Database): void {
  const insert = database.prepare(
    'insert into "search_window" (id, from_id) values (1, ?) on conflict do nothing',
  )
  const isEmpty =
    database.prepare('select 1 from "message_search_docsize" limit 1').get() === undefined
  insert.run(isEmpty ? 0 : Number.MAX_SAFE_INTEGER)
}
