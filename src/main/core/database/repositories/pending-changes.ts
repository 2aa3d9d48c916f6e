import { and, asc, count, eq, lte, ne } from 'drizzle-orm'
import type { PendingChangeReader, PendingChangeRepository } from '../../ports/store.ts'
import type { ReadSession, WriteSession } from './session.ts'

/** Reads changes made here that the provider has not been told yet, oldest first. */
export function actionReader(session: ReadSession): PendingChangeReader {
  const { db } = session
  const { actions } = session.tables
  return {
    async due(accountId, now, limit) {
      return await db
        .select()
        .from(actions)
        .where(and(eq(actions.accountId, accountId), lte(actions.notBefore, now)))
        .orderBy(asc(actions.createdAt), asc(actions.id))
        .limit(limit)
    },
    async countPending(accountId) {
      const [row] = await db
        .select({ pending: count() })
        .from(actions)
        .where(eq(actions.accountId, accountId))
      return row?.pending ?? 0
    },
    async pendingMessageIds(accountId) {
      return new Set((await pendingReadStates(session, accountId)).keys())
    },
  }
}

/** Reads, queues and ends such changes. */
export function actionRepository(session: WriteSession): PendingChangeRepository {
  const { db } = session
  const { actions } = session.tables
  return {
    ...actionReader(session),
    async insert(row) {
      await db.insert(actions).values(row)
    },
    async postpone(id, attempts, notBefore) {
      await db.update(actions).set({ attempts, notBefore }).where(eq(actions.id, id))
    },
    async delete(id) {
      await db.delete(actions).where(eq(actions.id, id))
    },
  }
}

/** By provider message id, whether the person's last decision here was "read". */
export async function pendingReadStates(
  { db, tables: { actions } }: ReadSession,
  accountId: string,
): Promise<Map<string, boolean>> {
  const rows = await db
    .select({ kind: actions.kind, ids: actions.providerMessageIds })
    .from(actions)
    .where(and(eq(actions.accountId, accountId), ne(actions.kind, 'restore')))
    .orderBy(asc(actions.createdAt), asc(actions.id))
  return new Map(rows.flatMap((row) => row.ids.map((id) => [id, row.kind === 'set_read'] as const)))
}
