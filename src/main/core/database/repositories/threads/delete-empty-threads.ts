import { inArray } from 'drizzle-orm'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'

/**
 * Deletes those of the given conversations that have no message left, with their keys and the rows
 * that lead to them. Only where an account goes: mail that comes back finds its conversation.
 */
export async function deleteEmptyThreads(
  session: WriteSession,
  threadIds: ReadonlySet<number>,
): Promise<void> {
  const { messages, threads } = session.tables
  for (const batch of splitIntoBatches([...threadIds])) {
    const used = await session.db
      .selectDistinct({ threadId: messages.threadId })
      .from(messages)
      .where(inArray(messages.threadId, batch))
    const inUse = new Set(used.map((row) => row.threadId))
    const empty = batch.filter((id) => !inUse.has(id))
    await session.db.delete(threads).where(inArray(threads.mergedInto, empty))
    await session.db.delete(threads).where(inArray(threads.id, empty))
  }
}
