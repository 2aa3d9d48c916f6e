import { and, asc, eq, isNull } from 'drizzle-orm'
import type { BackfillReader, BackfillRepository } from '../../ports/backfills.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads how far the data migrations have come. */
export function backfillReader({ db, tables: { backfills } }: ReadSession): BackfillReader {
  async function listPending() {
    return await db
      .select()
      .from(backfills)
      .where(eq(backfills.isDone, false))
      .orderBy(asc(backfills.name), asc(backfills.accountId))
  }
  return { listPending }
}

/** Starts data migrations and stores how far they have come. */
export function backfillRepository(session: WriteSession): BackfillRepository {
  const { db } = session
  const { backfills } = session.tables

  async function start(accountId: string, name: string) {
    const fresh = { position: null, done: 0, total: null, isDone: false }
    await db
      .insert(backfills)
      .values({ accountId, name, ...fresh })
      .onConflictDoUpdate({ target: [backfills.accountId, backfills.name], set: fresh })
  }

  async function advance(
    row: Parameters<BackfillRepository['advance']>[0],
    chunk: Parameters<BackfillRepository['advance']>[1],
  ) {
    const done = row.done + chunk.done
    const changed = await db
      .update(backfills)
      .set({
        position: chunk.nextPosition,
        done,
        total: row.total === null ? null : Math.max(row.total, done),
        isDone: chunk.nextPosition === null,
      })
      .where(
        and(
          eq(backfills.accountId, row.accountId),
          eq(backfills.name, row.name),
          eq(backfills.isDone, false),
          row.position === null ? isNull(backfills.position) : eq(backfills.position, row.position),
        ),
      )
      .returning({ name: backfills.name })
    return changed.length > 0
  }

  return { ...backfillReader(session), start, advance }
}
