import type { SearchDocument, SearchWriter } from '../../search/search-index.ts'
import type { Query } from '../query.ts'
import { searchVector } from './search-vector.ts'

/** Writes the tsvector table: the program's own words, untouched by any Postgres dictionary. */
export function postgresSearchWriter(query: Query): SearchWriter {
  async function put(documents: SearchDocument[], onConflict: string): Promise<void> {
    if (documents.length === 0) return
    await query(
      `insert into "message_search" ("message_id", "words")
       select id, words::tsvector
       from unnest($1::bigint[], $2::text[]) as documents (id, words) ${onConflict}`,
      [
        documents.map(({ messageId }) => messageId),
        documents.map(({ fields }) => searchVector(fields)),
      ],
    )
  }
  return {
    async reset() {
      await query('truncate "message_search"')
    },
    add: async (documents) => await put(documents, ''),
    replace: async (documents) =>
      await put(documents, 'on conflict ("message_id") do update set "words" = excluded."words"'),
  }
}
