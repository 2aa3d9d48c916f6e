import type { Database, Statement } from 'better-sqlite3'

/**
 * The newest messages have a small FTS5 table beside the large one. It holds every message from an id
 * on; a common word or prefix fills a page from it alone.
 */
export const RECENT_TABLE = 'recent_search'

// So many messages are kept at most, and at least half of them.
const MOST_RECENT = 2048
const REMOVED_AT_ONCE = 256

/** The id from which on the table of recent mail is complete. */
export function recentFrom(database: Database): number {
  return (
    database
      .prepare<[], number>('select from_id from "search_window" where id = 1')
      .pluck()
      .get() ?? Number.MAX_SAFE_INTEGER
  )
}

/**
 * Lets the oldest half of the recent mail go where there is too much of it.
 *
 * @param turn called between steps of a few milliseconds
 */
export async function trimRecent(database: Database, turn: () => Promise<void>): Promise<void> {
  const boundary = database
    .prepare<[number], number>(
      'select id from "recent_search_docsize" order by id desc limit 1 offset ?',
    )
    .pluck()
  if (boundary.get(MOST_RECENT) === undefined) return
  const from = boundary.get(MOST_RECENT / 2 - 1)
  if (from === undefined) return
  database.prepare('update "search_window" set from_id = ? where id = 1').run(from)
  const older: Statement<[number, number], number> = database
    .prepare<[number, number], number>(
      'select id from "recent_search_docsize" where id < ? order by id limit ?',
    )
    .pluck()
  const remove = database.prepare('delete from "recent_search" where rowid = ?')
  for (;;) {
    const ids = older.all(from, REMOVED_AT_ONCE)
    if (ids.length === 0) return
    for (const id of ids) remove.run(id)
    await turn()
  }
}
