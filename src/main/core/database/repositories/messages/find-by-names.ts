import { and, eq, inArray } from 'drizzle-orm'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession } from '../db-session.ts'

const NAMES_PER_STATEMENT = 2_000

/** An account's messages by the provider's ids or ours; the provider's id wins where both fit. */
export async function findByNames(
  { db, tables: { messages } }: ReadSession,
  accountId: string,
  names: readonly string[],
): Promise<Map<string, { id: number; providerMessageId: string }>> {
  const found = new Map<string, { id: number; providerMessageId: string }>()
  const columns = { id: messages.id, providerMessageId: messages.providerMessageId }
  for (const batch of splitIntoBatches([...new Set(names)], NAMES_PER_STATEMENT)) {
    const rows = await db
      .select(columns)
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
    for (const row of rows) found.set(row.providerMessageId, row)
  }
  const ours = names.filter((name) => !found.has(name) && isOwnId(name)).map(Number)
  for (const batch of splitIntoBatches([...new Set(ours)], NAMES_PER_STATEMENT)) {
    const rows = await db
      .select(columns)
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.id, batch)))
    for (const row of rows) found.set(String(row.id), row)
  }
  return found
}

/** Ours are whole numbers that JavaScript holds exactly. */
function isOwnId(name: string): boolean {
  return /^[1-9]\d{0,15}$/u.test(name) && Number.isSafeInteger(Number(name))
}
