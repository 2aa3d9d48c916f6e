import { setImmediate } from 'node:timers/promises'
import { and, asc, eq, inArray, max, sql } from 'drizzle-orm'
import type { MessageRef } from '../../ports/provider.ts'
import type { SyncReader, SyncRepository } from '../../ports/store.ts'
import { splitIntoBatches } from './split-into-batches.ts'
import { labelColumns } from './labels.ts'
import { knownIds } from './messages/known-ids.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads where each account's sync stands. */
export function syncReader(session: ReadSession): SyncReader {
  const { db } = session
  const { backlog, labels, syncStates } = session.tables
  return {
    async findState(accountId) {
      const [row] = await db
        .select({
          accountId: syncStates.accountId,
          checkpoint: syncStates.checkpoint,
          isComplete: syncStates.isComplete,
          total: syncStates.total,
        })
        .from(syncStates)
        .where(eq(syncStates.accountId, accountId))
      return row ?? null
    },
    async nextBacklog(accountId, limit) {
      const head = await db
        .select({ providerThreadId: backlog.providerThreadId })
        .from(backlog)
        .where(eq(backlog.accountId, accountId))
        .orderBy(asc(backlog.ordinal))
        .limit(limit)
      const threadIds = [...new Set(head.map((row) => row.providerThreadId))]
      if (threadIds.length === 0) return []
      const mates = await db
        .select({
          providerMessageId: backlog.providerMessageId,
          providerThreadId: backlog.providerThreadId,
        })
        .from(backlog)
        .where(and(eq(backlog.accountId, accountId), inArray(backlog.providerThreadId, threadIds)))
        .orderBy(asc(backlog.ordinal))
      return wholeThreads(mates, limit)
    },
    async backlogSize(accountId) {
      const [row] = await db
        .select({ size: syncStates.backlogSize })
        .from(syncStates)
        .where(eq(syncStates.accountId, accountId))
      return row?.size ?? 0
    },
    async listLabels(accountId) {
      return await db
        .select(labelColumns(session.tables))
        .from(labels)
        .where(eq(labels.accountId, accountId))
        .orderBy(asc(labels.position))
    },
  }
}

/** Reads and saves where each account's sync stands. */
export function syncRepository(session: WriteSession): SyncRepository {
  const { db } = session
  const { backlog, labels, syncStates } = session.tables

  async function changeBacklogSize(accountId: string, delta: number): Promise<void> {
    if (delta === 0) return
    await db
      .insert(syncStates)
      .values({ accountId, checkpoint: null, isComplete: false, total: null, backlogSize: delta })
      .onConflictDoUpdate({
        target: syncStates.accountId,
        set: { backlogSize: sql`${syncStates.backlogSize} + excluded.backlog_size` },
      })
  }

  /** Appends messages to the queue; those that are queued already keep their position. */
  async function append(accountId: string, refs: readonly MessageRef[]): Promise<void> {
    const [last] = await db
      .select({ ordinal: max(backlog.ordinal) })
      .from(backlog)
      .where(eq(backlog.accountId, accountId))
    const first = (last?.ordinal ?? -1) + 1
    const rows = refs.map(({ providerMessageId, providerThreadId }, index) => ({
      accountId,
      providerMessageId,
      providerThreadId,
      ordinal: first + index,
    }))
    let added = 0
    for (const batch of splitIntoBatches(rows)) {
      const inserted = await db
        .insert(backlog)
        .values(batch)
        .onConflictDoNothing()
        .returning({ ordinal: backlog.ordinal })
      added += inserted.length
      await setImmediate()
    }
    await changeBacklogSize(accountId, added)
  }

  return {
    ...syncReader(session),
    async saveState({ accountId, checkpoint, isComplete, total }) {
      await db
        .insert(syncStates)
        .values({ accountId, checkpoint, isComplete, total, backlogSize: 0 })
        .onConflictDoUpdate({
          target: syncStates.accountId,
          set: { checkpoint, isComplete, total },
        })
    },
    async addBacklog(accountId, refs) {
      if (refs.length === 0) return
      await session.lockAccount(accountId)
      const stored = await knownIds(
        session,
        accountId,
        refs.map((ref) => ref.providerMessageId),
      )
      await append(
        accountId,
        refs.filter((ref) => !stored.has(ref.providerMessageId)),
      )
    },
    async requeue(accountId, refs) {
      if (refs.length === 0) return
      await session.lockAccount(accountId)
      await append(accountId, refs)
    },
    async removeBacklog(accountId, providerMessageIds) {
      let removed = 0
      for (const batch of splitIntoBatches(providerMessageIds)) {
        const deleted = await db
          .delete(backlog)
          .where(and(eq(backlog.accountId, accountId), inArray(backlog.providerMessageId, batch)))
          .returning({ ordinal: backlog.ordinal })
        removed += deleted.length
      }
      await changeBacklogSize(accountId, -removed)
    },
    async saveLabels(accountId, list) {
      await db.delete(labels).where(eq(labels.accountId, accountId))
      const rows = list.map((label, position) => ({ ...label, accountId, position }))
      for (const batch of splitIntoBatches(rows)) await db.insert(labels).values(batch)
    },
  }
}

/**
 * Groups queued messages by thread, in the order in which each thread first appears. A thread that
 * would exceed the limit is left to the next call, unless it is the first.
 */
function wholeThreads(queued: MessageRef[], limit: number): MessageRef[] {
  const threads = Map.groupBy(queued, (ref) => ref.providerThreadId)
  const taken: MessageRef[] = []
  for (const thread of threads.values()) {
    if (taken.length > 0 && taken.length + thread.length > limit) break
    taken.push(...thread)
  }
  return taken.slice(0, limit)
}
