import { setImmediate } from 'node:timers/promises'
import { asc, eq, inArray } from 'drizzle-orm'
import type { WriteSession } from '../db-session.ts'
import { deleteEmptyThreads } from '../threads/delete-empty-threads.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'

const SLICE = 100

/**
 * Deletes an account's messages a slice at a time and lets other work run in between: one cascade
 * over a large account would hold the event loop for many seconds. Conversations with other
 * accounts of the mailbox stay; those that are empty then go.
 */
export async function deleteAccountMail(session: WriteSession, accountId: string): Promise<void> {
  const { db } = session
  const { messages } = session.tables
  const mailboxOf = await lockMail(session, [accountId])
  for (;;) {
    const slice = await db
      .select()
      .from(messages)
      .where(eq(messages.accountId, accountId))
      .orderBy(asc(messages.providerMessageId))
      .limit(SLICE)
    if (slice.length === 0) return
    await db.delete(messages).where(
      inArray(
        messages.id,
        slice.map((row) => row.id),
      ),
    )
    const deltas = new MessageDeltas(mailboxOf)
    for (const row of slice) deltas.remove(row)
    await deltas.save(session)
    await deleteEmptyThreads(session, new Set(slice.flatMap((row) => row.threadId ?? [])))
    await setImmediate()
  }
}
