import { setImmediate } from 'node:timers/promises'
import { asc, eq, inArray } from 'drizzle-orm'
import type { WriteSession } from '../session.ts'

const SLICE = 100

/**
 * Deletes an account's messages a slice at a time and lets other work run in between: one cascade
 * over a large account would hold the event loop for many seconds.
 */
export async function deleteMailOf(session: WriteSession, accountId: string): Promise<void> {
  const { db } = session
  const { messages } = session.tables
  await session.lockAccount(accountId)
  for (;;) {
    const slice = await db
      .select({ id: messages.id })
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
    await setImmediate()
  }
}
