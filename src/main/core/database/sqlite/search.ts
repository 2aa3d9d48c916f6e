import { setImmediate } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { SearchIndex, SearchQuery, SearchWriter } from '../search/search-index.ts'
import { boxCondition } from '../tables/box-rules.ts'

// Matches counted before other work gets its turn: a few milliseconds.
const COUNT_SLICE = 10_000

/**
 * Reads the FTS5 table. The index is always the outer loop and gives its matches newest first, so a
 * page ends as soon as it is full.
 */
export function sqliteSearchIndex(database: Database): SearchIndex {
  function matching({ accountIds, box, words }: SearchQuery) {
    const sql = `from "message_search" cross join "messages" on "messages"."id" = "message_search".rowid
      where "message_search" match ?
      and "account_id" in (${accountIds.map(() => '?').join(', ')}) and ${boxCondition(box)}`
    return { sql, parameters: [matchExpression(words), ...accountIds] }
  }

  return {
    async page(query) {
      const { sql, parameters } = matching(query)
      const older = query.beforeId === undefined ? [] : [query.beforeId]
      const statement = database
        .prepare(
          `select "message_search".rowid ${sql}
           ${older.length > 0 ? 'and "message_search".rowid < ?' : ''}
           order by "message_search".rowid desc limit ? offset ?`,
        )
        .pluck()
      return statement.all(...parameters, ...older, query.limit, query.offset) as number[]
    },
    async count(query) {
      const { sql, parameters } = matching(query)
      const statement = database
        .prepare(
          `select count(*), min(id) from (
             select "message_search".rowid as id ${sql} and "message_search".rowid < ?
             order by "message_search".rowid desc limit ${COUNT_SLICE})`,
        )
        .raw()
      let total = 0
      let before = Number.MAX_SAFE_INTEGER
      for (;;) {
        const [counted, oldest] = statement.get(...parameters, before) as [number, number | null]
        total += counted
        if (counted < COUNT_SLICE || oldest === null) return total
        before = oldest
        // A word of most messages takes a third of a second to count at a million of them.
        await setImmediate()
      }
    },
  }
}

/** Writes the FTS5 table. */
export function sqliteSearchWriter(database: Database): SearchWriter {
  const insert = database.prepare('insert into "message_search" (rowid, "words") values (?, ?)')
  const replace = database.prepare(
    'insert or replace into "message_search" (rowid, "words") values (?, ?)',
  )
  return {
    async add(documents) {
      for (const { messageId, words } of documents) insert.run(messageId, words)
    },
    async replace(documents) {
      for (const { messageId, words } of documents) replace.run(messageId, words)
    },
  }
}

// Folded words hold letters and digits only, and in quotes not even AND or NEAR is an operator.
function matchExpression(words: string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
}
