import { setImmediate } from 'node:timers/promises'
import Sqlite, { type Database, type Statement } from 'better-sqlite3'
import type { SearchTerm } from '#shared/domain/search-spellings.ts'
import type {
  SearchDocument,
  SearchIndex,
  SearchQuery,
  SearchWriter,
} from '../search/search-index.ts'
import { editSchema, isCorrupt } from './integrity/rebuild-index.ts'

// Matches counted before other work gets its turn: a few milliseconds.
const COUNT_SLICE = 10_000

// New words are gathered in memory and written out at this many bytes: a few milliseconds.
const GATHERED_BYTES = 2 ** 18
// Characters added before segments are merged: often enough that they do not pile up, and rarely
// enough that most words are written out together.
const CHARACTERS_PER_MERGE = 64_000
// One merge: so many steps, each writing at most so many pages of the index (two milliseconds).
const MERGE_STEPS = 3
const MERGE_PAGES = 80

/**
 * FTS5 would merge its segments in the middle of an insert, up to hundreds of pages at a time. That
 * is turned off and done in small steps instead (`merge`).
 */
const SEARCH_SETTINGS = { automerge: 0, crisismerge: 64, usermerge: 16, hashsize: GATHERED_BYTES }

/**
 * Reads the FTS5 table. The index is always the outer loop and returns its matches newest first, so
 * the query ends as soon as the page is full.
 */
export function sqliteSearchIndex(database: Database): SearchIndex {
  function matching({ accountIds, condition, terms }: SearchQuery) {
    const sql = `from "message_search" cross join "messages" on "messages"."id" = "message_search".rowid
      where "message_search" match ?
      and "account_id" in (${accountIds.map(() => '?').join(', ')}) and ${condition}`
    return { sql, parameters: [matchExpression(terms), ...accountIds] }
  }

  return {
    async page(query) {
      const { sql, parameters } = matching(query)
      const older = query.beforeId === undefined ? [] : [query.beforeId]
      const statement = database
        .prepare<unknown[], number>(
          `select "message_search".rowid ${sql}
           ${older.length > 0 ? 'and "message_search".rowid < ?' : ''}
           order by "message_search".rowid desc limit ? offset ?`,
        )
        .pluck()
      return statement.all(...parameters, ...older, query.limit, query.offset)
    },
    async count(query) {
      const { sql, parameters } = matching(query)
      const statement = database
        .prepare<unknown[], [number, number | null]>(
          `select count(*), min(id) from (
             select "message_search".rowid as id ${sql} and "message_search".rowid < ?
             order by "message_search".rowid desc limit ${COUNT_SLICE})`,
        )
        .raw()
      let total = 0
      let before = Number.MAX_SAFE_INTEGER
      for (;;) {
        const [counted, oldest] = statement.get(...parameters, before) ?? [0, null]
        total += counted
        if (counted < COUNT_SLICE || oldest === null) return total
        before = oldest
        // A word of most messages takes a third of a second to count at a million of them.
        await setImmediate()
      }
    },
  }
}

/** Writes the settings into the index where it has others. */
export function tuneSearch(database: Database): void {
  const current = database.prepare('select v from message_search_config where k = ?').pluck()
  const change = database.prepare(
    'insert into "message_search" ("message_search", rank) values (?, cast(? as integer))',
  )
  for (const [name, value] of Object.entries(SEARCH_SETTINGS)) {
    if (current.get(name) !== value) change.run(name, value)
  }
}

// The virtual table and the tables that FTS5 keeps behind it (sqlite.org/fts5.html#fts5_data_structures).
const SEARCH_TABLE_ENDS = ['', '_data', '_idx', '_content', '_docsize', '_config']

/**
 * Drops the FTS5 table and makes it as it was made. Dropping fails where one of its pages cannot be
 * read; then its pages are left behind unused.
 */
function recreateIndex(database: Database): void {
  const definition: unknown = database
    .prepare("select sql from sqlite_master where name = 'message_search'")
    .pluck()
    .get()
  if (typeof definition !== 'string') throw new Error('The search index is not defined')
  if (isReadable(database)) database.exec('drop table "message_search"')
  else {
    editSchema(database, () => {
      const remove = database.prepare('delete from sqlite_schema where tbl_name = ?')
      for (const end of SEARCH_TABLE_ENDS) remove.run(`message_search${end}`)
    })
  }
  database.exec(definition)
  tuneSearch(database)
}

/** Asked on another connection: after such an error this one could not write before a rollback. */
function isReadable({ name }: Database): boolean {
  const reader = new Sqlite(name, { readonly: true })
  try {
    // Comparing blobs reads them whole.
    reader.prepare('select max(block) from message_search_data').get()
    reader.prepare('select max(pgno) from message_search_idx').get()
    reader.prepare('select max(sz) from message_search_docsize').get()
    reader.prepare('select max(v) from message_search_config').get()
    return true
  } catch (error) {
    if (isCorrupt(error)) return false
    throw error
  } finally {
    reader.close()
  }
}

/** Writes the FTS5 table. */
export function sqliteSearchWriter(database: Database): SearchWriter {
  // Prepared at their first use: where the index is damaged, not even that may work.
  const insert = once(() =>
    database.prepare('insert into "message_search" (rowid, "words") values (?, ?)'),
  )
  const replace = once(() =>
    database.prepare('insert or replace into "message_search" (rowid, "words") values (?, ?)'),
  )
  const merge = once(() =>
    database.prepare(
      'insert into "message_search" ("message_search", rank) values (\'merge\', cast(? as integer))',
    ),
  )
  let unmerged = 0
  async function writeAll(writing: Statement, documents: SearchDocument[]): Promise<void> {
    for (const { messageId, words } of documents) {
      writing.run(messageId, words)
      unmerged += words.length
    }
    if (unmerged < CHARACTERS_PER_MERGE) return
    unmerged = 0
    for (let step = 0; step < MERGE_STEPS; step++) {
      await setImmediate()
      // Costs next to nothing where there are too few segments to merge.
      merge().run(MERGE_PAGES)
    }
  }
  return {
    async reset() {
      recreateIndex(database)
    },
    add: async (documents) => await writeAll(insert(), documents),
    replace: async (documents) => await writeAll(replace(), documents),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | null = null
  return () => (made ??= make())
}

// Folded words hold letters and digits only, and in quotes not even AND or NEAR is an operator.
function matchExpression(terms: SearchTerm[]): string {
  const prefix = (word: string) => `"${word.replaceAll('"', '""')}"*`
  return terms
    .map((ways) => `(${ways.map((words) => `(${words.map(prefix).join(' AND ')})`).join(' OR ')})`)
    .join(' AND ')
}
