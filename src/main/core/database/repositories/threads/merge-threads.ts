import { eq, inArray, or } from 'drizzle-orm'
import type { Tables } from '../../tables/tables.ts'
import type { WriteSession } from '../db-session.ts'
import { ThreadCountDeltas } from './thread-count-deltas.ts'

type ThreadEntry = Tables['threadEntries']['$inferSelect']

/**
 * Makes two conversations one: everything of the first becomes part of the second, and the id of the
 * first leads to it from then on. Lists and counters stay true.
 */
export async function mergeThreads(
  session: WriteSession,
  mailboxId: string,
  from: number,
  into: number,
): Promise<void> {
  const { db } = session
  const { messages, threadEntries, threadKeys, threads } = session.tables
  const entries = await db
    .select()
    .from(threadEntries)
    .where(inArray(threadEntries.threadId, [from, into]))
  const counts = new ThreadCountDeltas()
  const merged = new Map<string, ThreadEntry>()
  for (const entry of entries) {
    counts.remove(mailboxId, entry)
    const other = merged.get(entry.box)
    merged.set(entry.box, {
      ...entry,
      threadId: into,
      sortKey: Math.max(entry.sortKey, other?.sortKey ?? 0),
      total: entry.total + (other?.total ?? 0),
      unread: entry.unread + (other?.unread ?? 0),
    })
  }
  for (const entry of merged.values()) counts.add(mailboxId, entry)
  await db.delete(threadEntries).where(eq(threadEntries.threadId, from))
  await session.bulk.upsert('threadEntries', [...merged.values()])
  await db.update(messages).set({ threadId: into }).where(eq(messages.threadId, from))
  await db.update(threadKeys).set({ threadId: into }).where(eq(threadKeys.threadId, from))
  await db
    .update(threads)
    .set({ mergedInto: into })
    .where(or(eq(threads.id, from), eq(threads.mergedInto, from)))
  await counts.save(session)
}
