import { conditionSql } from '../../search/condition-sql.ts'
import type { CompiledSearch, SearchIndex } from '../../search/search-index.ts'
import type { Query } from '../query.ts'
import { searchQuery } from './search-query.ts'

/** Reads the tsvector table. */
export function postgresSearchIndex(query: Query): SearchIndex {
  function matching(search: CompiledSearch) {
    const parameters: unknown[] = [search.accountIds, search.minId, search.maxId]
    const parameter = (value: unknown): string => `$${parameters.push(value)}`
    const conditions = [
      '"account_id" = any($1::text[])',
      '"messages"."id" >= $2::bigint',
      '"messages"."id" < $3::bigint',
    ]
    if (search.text !== null) {
      conditions.push(`"words" @@ ${parameter(searchQuery(search.text))}::tsquery`)
    }
    conditions.push(
      conditionSql(
        search.condition,
        (text) =>
          `select "message_id" from "message_search" where "words" @@ ${parameter(searchQuery(text))}::tsquery`,
      ),
    )
    const from =
      search.text === null
        ? '"messages"'
        : '"message_search" join "messages" on "messages"."id" = "message_search"."message_id"'
    return { sql: `from ${from} where ${conditions.join(' and ')}`, parameters, parameter }
  }

  return {
    async page({ limit, offset, ...search }) {
      const { sql, parameters, parameter } = matching(search)
      const rows = await query(
        `select "messages"."id" ${sql} order by "messages"."id" desc
         limit ${parameter(limit)} offset ${parameter(offset)}`,
        parameters,
      )
      return rows.map((row) => Number(row['id']))
    },
    async count(search, signal) {
      signal?.throwIfAborted()
      const { sql, parameters } = matching(search)
      const [row] = await query(`select count(*) as total ${sql}`, parameters)
      return Number(row?.['total'])
    },
  }
}
