import { setImmediate } from 'node:timers/promises'
import type { Database, Statement } from 'better-sqlite3'
import type { SearchDocument, SearchWriter } from '../../search/search-index.ts'
import { recentFrom, RECENT_TABLE, trimRecent } from './recent-window.ts'
import { recreateIndex } from './recreate-index.ts'
import { columnValues, SEARCH_COLUMNS } from './search-columns.ts'
import { SEARCH_TABLE } from './search-settings.ts'
import { createVocabulary } from './vocabulary.ts'

// Characters added before segments are merged: often enough that they do not pile up, and rarely
// enough that most words are written out together.
const CHARACTERS_PER_MERGE = 192_000
// One merge: so many steps, each writing at most so many pages of the index (two milliseconds).
const MERGE_STEPS = 3
const MERGE_PAGES = 80

export interface SqliteSearchWriter extends SearchWriter {
  /** To be called where a transaction was not kept. */
  forget(): void
}

/** Writes the FTS5 tables. */
export function sqliteSearchWriter(database: Database): SqliteSearchWriter {
  const large = tableWriter(database, SEARCH_TABLE)
  const recent = tableWriter(database, RECENT_TABLE)
  const vocabulary = createVocabulary(database)
  let unmerged = 0

  async function writeAll(how: 'insert' | 'replace', documents: SearchDocument[]): Promise<void> {
    const from = recentFrom(database)
    for (const { messageId, fields } of documents) {
      const values = columnValues(fields)
      vocabulary.add(values)
      large[how](messageId, values)
      if (messageId >= from) recent[how](messageId, values)
      for (const value of values) unmerged += value.length
    }
    vocabulary.save()
    if (unmerged < CHARACTERS_PER_MERGE) return
    unmerged = 0
    for (let step = 0; step < MERGE_STEPS; step++) {
      await setImmediate()
      // Costs next to nothing where there are too few segments to merge.
      large.merge()
    }
    await trimRecent(database, async () => {
      await setImmediate()
      recent.merge()
    })
  }

  return {
    async reset() {
      recreateIndex(database)
      vocabulary.forget()
    },
    forget: () => vocabulary.forget(),
    add: async (documents) => await writeAll('insert', documents),
    replace: async (documents) => await writeAll('replace', documents),
  }
}

function tableWriter(database: Database, table: string) {
  const names = SEARCH_COLUMNS.map((name) => `"${name}"`).join(', ')
  const values = SEARCH_COLUMNS.map(() => '?').join(', ')
  // Prepared at their first use: where the index is damaged, not even that may work.
  const put = (verb: string) =>
    once(() => database.prepare(`${verb} into "${table}" (rowid, ${names}) values (?, ${values})`))
  const insert = put('insert')
  const replace = put('insert or replace')
  const merge = once(() =>
    database.prepare(
      `insert into "${table}" ("${table}", rank) values ('merge', cast(? as integer))`,
    ),
  )
  const write = (statement: Statement, id: number, words: string[]) => statement.run(id, ...words)
  return {
    insert: (id: number, words: string[]) => write(insert(), id, words),
    replace: (id: number, words: string[]) => write(replace(), id, words),
    merge: () => merge().run(MERGE_PAGES),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | null = null
  return () => (made ??= make())
}
