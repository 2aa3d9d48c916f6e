import type { SearchTerm } from '#shared/domain/search-spellings.ts'
import type {
  SearchDocument,
  SearchIndex,
  SearchQuery,
  SearchWriter,
} from '../search/search-index.ts'
import type { Query } from './query.ts'

/** Reads the tsvector table. */
export function postgresSearchIndex(query: Query): SearchIndex {
  function matching({ accountIds, condition, terms }: SearchQuery) {
    const sql = `from "message_search" join "messages" on "messages"."id" = "message_search"."message_id"
      where "words" @@ $1::tsquery and "account_id" = any($2::text[]) and ${condition}`
    return { sql, parameters: [prefixQuery(terms), accountIds] as unknown[] }
  }

  return {
    async page({ beforeId, limit, offset, ...rest }) {
      const { sql, parameters } = matching(rest)
      const rows = await query(
        `select "messages"."id" ${sql} and ($3::bigint is null or "messages"."id" < $3)
         order by "messages"."id" desc limit $4 offset $5`,
        [...parameters, beforeId ?? null, limit, offset],
      )
      return rows.map((row) => Number(row['id']))
    },
    async count(rest) {
      const { sql, parameters } = matching(rest)
      const [row] = await query(`select count(*) as total ${sql}`, parameters)
      return Number(row?.['total'])
    },
  }
}

/** Writes the tsvector table: the program's own words, untouched by any Postgres dictionary. */
export function postgresSearchWriter(query: Query): SearchWriter {
  async function put(documents: SearchDocument[], onConflict: string): Promise<void> {
    if (documents.length === 0) return
    await query(
      `insert into "message_search" ("message_id", "words")
       select id, array_to_tsvector(string_to_array(words, ' '))
       from unnest($1::bigint[], $2::text[]) as documents (id, words) ${onConflict}`,
      [documents.map(({ messageId }) => messageId), documents.map(({ words }) => words)],
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

// Folded words hold letters and digits only, and in quotes nothing is an operator.
function prefixQuery(terms: SearchTerm[]): string {
  const prefix = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`
  return terms
    .map((ways) => `(${ways.map((words) => `(${words.map(prefix).join(' & ')})`).join(' | ')})`)
    .join(' & ')
}
