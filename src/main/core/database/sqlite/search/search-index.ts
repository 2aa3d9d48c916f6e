import { setImmediate } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { conditionSql } from '../../search/condition-sql.ts'
import type { CompiledSearch, SearchIndex } from '../../search/search-index.ts'
import { matchExpression } from './match-expression.ts'
import { recentFrom } from './recent-window.ts'
import { wordsBeginning } from './vocabulary.ts'

// Matches counted before other work gets its turn: a few milliseconds.
const COUNT_SLICE = 10_000

// Words that begin as is asked, up to which each is looked up by itself.
const MOST_WORDS = 48

interface Range {
  minId: number
  maxId: number
}

/**
 * Reads the FTS5 tables. The index is always the outer loop and returns its matches newest first, so
 * the query ends as soon as the page is full. The table of recent mail is asked first: FTS5 gathers
 * all matches of a prefix before it returns one, and of a common one those are most of the mail.
 */
export function sqliteSearchIndex(database: Database): SearchIndex {
  const expand = (start: string) => wordsBeginning(database, start, MOST_WORDS)

  function select(query: CompiledSearch, table: string | null, { minId, maxId }: Range) {
    const parameters: (string | number)[] = []
    const from =
      table === null
        ? '"messages"'
        : `"${table}" cross join "messages" on "messages"."id" = "${table}".rowid`
    const id = table === null ? '"messages"."id"' : `"${table}".rowid`
    const conditions = [`${id} >= ?`, `${id} < ?`]
    if (table !== null && query.text !== null) {
      conditions.unshift(`"${table}" match ?`)
      parameters.push(matchExpression(query.text, expand))
    }
    parameters.push(minId, maxId)
    conditions.push(`"account_id" in (${query.accountIds.map(() => '?').join(', ')})`)
    parameters.push(...query.accountIds)
    conditions.push(
      conditionSql(query.condition, (text) => {
        parameters.push(matchExpression(text, expand))
        return 'select rowid from "message_search" where "message_search" match ?'
      }),
    )
    return { id, sql: `from ${from} where ${conditions.join(' and ')}`, parameters }
  }

  function ids(query: CompiledSearch, table: string | null, range: Range, limit: number): number[] {
    if (limit <= 0 || range.minId >= range.maxId) return []
    const { id, sql, parameters } = select(query, table, range)
    return database
      .prepare<unknown[], number>(`select ${id} ${sql} order by ${id} desc limit ?`)
      .pluck()
      .all(...parameters, limit)
  }

  return {
    async page(query) {
      const { minId, maxId, offset } = query
      const wanted = offset + query.limit
      if (query.text === null) return ids(query, null, { minId, maxId }, wanted).slice(offset)
      const since = Math.max(minId, recentFrom(database))
      const found = ids(query, 'recent_search', { minId: since, maxId }, wanted)
      const older = { minId, maxId: Math.min(maxId, since) }
      found.push(...ids(query, 'message_search', older, wanted - found.length))
      return found.slice(offset)
    },
    async count(query, signal) {
      const table = query.text === null ? null : 'message_search'
      let total = 0
      let maxId = query.maxId
      for (;;) {
        const { id, sql, parameters } = select(query, table, { minId: query.minId, maxId })
        const [counted, oldest] = database
          .prepare<unknown[], [number, number | null]>(
            `select count(*), min(id) from (
               select ${id} as id ${sql} order by ${id} desc limit ${COUNT_SLICE})`,
          )
          .raw()
          .get(...parameters) ?? [0, null]
        total += counted
        if (counted < COUNT_SLICE || oldest === null) return total
        maxId = oldest
        // A word of most messages takes a third of a second to count at a million of them.
        await setImmediate()
        signal?.throwIfAborted()
      }
    },
  }
}
