import { and, eq, inArray } from 'drizzle-orm'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession } from '../db-session.ts'

/** Those of the given provider ids that are stored. */
export async function knownIds(
  { db, tables: { messages } }: ReadSession,
  accountId: string,
  providerMessageIds: string[],
): Promise<Set<string>> {
  const known = new Set<string>()
  for (const batch of splitIntoBatches(providerMessageIds)) {
    const rows = await db
      .select({ id: messages.providerMessageId })
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
    for (const row of rows) known.add(row.id)
  }
  return known
}
