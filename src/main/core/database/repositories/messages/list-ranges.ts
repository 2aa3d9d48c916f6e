import { sql, type SQL } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import type { ListPosition } from '../../../ports/message-store.ts'
import { boxCondition } from '../../tables/box-rules.ts'
import { SORT_KEY } from '../../tables/sort-key.ts'

/** The rows `id, sort_key` of one account in a box after a position, in the order of its index. */
export function boxRange(accountId: string, box: Box, after: ListPosition | undefined): SQL {
  const older = olderThan(sql.raw(SORT_KEY), sql.raw('id'), after)
  return sql`select id, ${sql.raw(SORT_KEY)} as sort_key from messages where account_id = ${accountId} and ${sql.raw(boxCondition(box))}${older} order by ${sql.raw(SORT_KEY)} desc, id desc`
}

/** The same of the list of a label. */
export function labelRange(listId: number, after: ListPosition | undefined): SQL {
  const older = olderThan(sql.raw('sort_key'), sql.raw('message_id'), after)
  return sql`select message_id as id, sort_key from label_entries where list_id = ${listId}${older} order by sort_key desc, message_id desc`
}

/** True for messages in one of these lists: SQL over columns of `messages`, for a search. */
export function labelCondition(listIds: readonly number[]): string {
  if (listIds.length === 0) return 'false'
  return `exists (select 1 from label_entries where list_id in (${listIds.join(', ')})
    and sort_key = ${SORT_KEY} and message_id = "messages"."id")`
}

// Not a comparison of rows, because SQLite would walk the index of an expression from its start.
function olderThan(key: SQL, id: SQL, after: ListPosition | undefined): SQL {
  if (after === undefined) return sql``
  return sql` and ${key} <= ${after.sortKey} and (${key} < ${after.sortKey} or ${id} < ${after.id})`
}
