import { and, asc, eq, getTableColumns } from 'drizzle-orm'
import type { LabelReader } from '../../ports/store.ts'
import type { ReadSession } from './db-session.ts'

/** Reads labels and folders with their counts. */
export function labelReader({ db, tables: { labelLists, labels } }: ReadSession): LabelReader {
  return {
    async list(accountId) {
      const rows = await db
        .select({
          ...getTableColumns(labels),
          total: labelLists.total,
          unread: labelLists.unread,
        })
        .from(labels)
        .leftJoin(
          labelLists,
          and(eq(labelLists.accountId, labels.accountId), eq(labelLists.labelId, labels.id)),
        )
        .where(eq(labels.accountId, accountId))
        .orderBy(asc(labels.position))
      return rows.map(({ accountId: _account, position: _position, total, unread, ...label }) => ({
        ...label,
        total: total ?? 0,
        unread: unread ?? 0,
      }))
    },
  }
}
