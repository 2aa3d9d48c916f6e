import { and, asc, count, eq, inArray, lt, lte, min, ne, notExists, or } from 'drizzle-orm'
import { alias as sqliteAlias } from 'drizzle-orm/sqlite-core'
import type {
  PendingChangeReader,
  PendingChangeRepository,
} from '../../../ports/pending-changes.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession, WriteSession } from '../db-session.ts'
import { recordChange } from './record.ts'

/** States in which the provider does not have a change yet. */
const UNSENT = ['pending', 'sending'] as const

/** Reads the changes made here that the provider does not have yet, or refused. */
export function pendingChangeReader({ db, tables }: ReadSession): PendingChangeReader {
  const { pendingChanges } = tables
  const earlier = sqliteAlias(pendingChanges, 'earlier')

  /** What an earlier change of the same message holds back neither is due nor says when to look again. */
  const isFirstUnsentOfItsMessage = (accountId: string) =>
    and(
      eq(pendingChanges.accountId, accountId),
      inArray(pendingChanges.state, [...UNSENT]),
      notExists(
        db
          .select({ id: earlier.id })
          .from(earlier)
          .where(
            and(
              eq(earlier.accountId, accountId),
              eq(earlier.providerMessageId, pendingChanges.providerMessageId),
              lt(earlier.position, pendingChanges.position),
              inArray(earlier.state, [...UNSENT]),
            ),
          ),
      ),
    )

  return {
    async get(id) {
      const [row] = await db.select().from(pendingChanges).where(eq(pendingChanges.id, id))
      return row ?? null
    },
    async list(accountIds, limit) {
      if (accountIds.length === 0) return []
      return await db
        .select()
        .from(pendingChanges)
        .where(
          and(
            inArray(pendingChanges.accountId, accountIds),
            ne(pendingChanges.state, 'confirming'),
          ),
        )
        .orderBy(asc(pendingChanges.createdAt), asc(pendingChanges.position))
        .limit(limit)
    },
    async listDue(accountId, now, limit) {
      return await db
        .select()
        .from(pendingChanges)
        .where(and(isFirstUnsentOfItsMessage(accountId), lte(pendingChanges.notBefore, now)))
        .orderBy(asc(pendingChanges.position))
        .limit(limit)
    },
    async nextDueAt(accountId) {
      const [row] = await db
        .select({ at: min(pendingChanges.notBefore) })
        .from(pendingChanges)
        .where(isFirstUnsentOfItsMessage(accountId))
      return row?.at ?? null
    },
    async listUnrefreshed(accountId, limit) {
      return await db
        .select()
        .from(pendingChanges)
        .where(and(eq(pendingChanges.accountId, accountId), eq(pendingChanges.needsRefresh, true)))
        .orderBy(asc(pendingChanges.position))
        .limit(limit)
    },
    async countPending(accountId) {
      const [row] = await db
        .select({ pending: count() })
        .from(pendingChanges)
        .where(
          and(
            eq(pendingChanges.accountId, accountId),
            or(inArray(pendingChanges.state, [...UNSENT]), eq(pendingChanges.needsRefresh, true)),
          ),
        )
      return row?.pending ?? 0
    },
    async hasConfirming(accountId) {
      const rows = await db
        .select({ id: pendingChanges.id })
        .from(pendingChanges)
        .where(and(eq(pendingChanges.accountId, accountId), eq(pendingChanges.state, 'confirming')))
        .limit(1)
      return rows.length > 0
    },
    async listContradicted(accountId, acceptedBefore, limit) {
      return await db
        .select()
        .from(pendingChanges)
        .where(
          and(
            eq(pendingChanges.accountId, accountId),
            eq(pendingChanges.state, 'confirming'),
            eq(pendingChanges.isContradicted, true),
            lt(pendingChanges.acceptedAt, acceptedBefore),
          ),
        )
        .orderBy(asc(pendingChanges.position))
        .limit(limit)
    },
    async pendingMessageIds(accountId) {
      const rows = await db
        .selectDistinct({ id: pendingChanges.providerMessageId })
        .from(pendingChanges)
        .where(and(eq(pendingChanges.accountId, accountId), ne(pendingChanges.state, 'refused')))
      return new Set(rows.map((row) => row.id))
    },
  }
}

/** Records, sends and ends such changes. */
export function pendingChangeRepository(session: WriteSession): PendingChangeRepository {
  const { db } = session
  const { pendingChanges } = session.tables

  async function update(
    ids: readonly string[],
    change: Partial<typeof pendingChanges.$inferInsert>,
  ): Promise<void> {
    for (const batch of splitIntoBatches(ids)) {
      await db.update(pendingChanges).set(change).where(inArray(pendingChanges.id, batch))
    }
  }

  return {
    ...pendingChangeReader(session),
    record: async (options) => await recordChange(session, options),
    async claim(ids, notBefore) {
      const claimed: string[] = []
      for (const batch of splitIntoBatches(ids)) {
        const rows = await db
          .update(pendingChanges)
          .set({ state: 'sending', notBefore })
          .where(and(inArray(pendingChanges.id, batch), inArray(pendingChanges.state, [...UNSENT])))
          .returning({ id: pendingChanges.id })
        claimed.push(...rows.map((row) => row.id))
      }
      return claimed
    },
    accepted: async (ids, now) => await update(ids, { state: 'confirming', acceptedAt: now }),
    postpone: async (ids, attempts, notBefore) =>
      await update(ids, { state: 'pending', attempts, notBefore }),
    refuse: async (ids, reason) =>
      await update(ids, { state: 'refused', reason, needsRefresh: true }),
    refreshed: async (ids) => await update(ids, { needsRefresh: false }),
    async delete(ids) {
      for (const batch of splitIntoBatches(ids)) {
        await db.delete(pendingChanges).where(inArray(pendingChanges.id, batch))
      }
    },
    async releaseClaims(accountId) {
      await db
        .update(pendingChanges)
        .set({ state: 'pending', notBefore: 0 })
        .where(and(eq(pendingChanges.accountId, accountId), eq(pendingChanges.state, 'sending')))
    },
    async deleteConfirmed(accountId, acceptedBefore) {
      await db
        .delete(pendingChanges)
        .where(
          and(
            eq(pendingChanges.accountId, accountId),
            eq(pendingChanges.state, 'confirming'),
            eq(pendingChanges.isContradicted, false),
            lt(pendingChanges.acceptedAt, acceptedBefore),
          ),
        )
    },
  }
}
