import { and, asc, eq } from 'drizzle-orm'
import type { LabelReader } from '../../ports/store.ts'
import type { Tables } from '../tables/tables.ts'
import type { ReadSession } from './db-session.ts'

/** The columns of a label as its provider describes it. */
export function labelColumns({ labels }: Tables) {
  const { id, name, kind, type, role, parentId, colour, isHidden } = labels
  return { id, name, kind, type, role, parentId, colour, isHidden }
}

/** Reads labels and folders with their counts. */
export function labelReader({ db, tables }: ReadSession): LabelReader {
  const { labelLists, labels } = tables
  return {
    async list(accountId) {
      const rows = await db
        .select({
          ...labelColumns(tables),
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
      return rows.map(({ total, unread, ...label }) => ({
        ...label,
        total: total ?? 0,
        unread: unread ?? 0,
      }))
    },
  }
}
