import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { applyChange, type FlagStyle, type MessageChange } from '#shared/domain/message-change.ts'
import type { Placement } from '../../../ports/messages.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession } from '../db-session.ts'

/** Lays what was changed here over what the provider says. */
export type Overlay = (providerMessageId: string, placement: Placement) => Placement

/**
 * The changes of these messages that the provider does not have yet, or accepted so lately that an
 * answer may be older: they are applied on top of every state that is stored meanwhile. Refused ones
 * are not: there the provider's state is the truth.
 */
export async function pendingOverlay(
  session: ReadSession,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<Overlay> {
  const { db } = session
  const { pendingChanges } = session.tables
  const [any] = await db
    .select({ id: pendingChanges.id })
    .from(pendingChanges)
    .where(eq(pendingChanges.accountId, accountId))
    .limit(1)
  if (any === undefined) return (_id, placement) => placement
  const byMessage = new Map<string, MessageChange[]>()
  for (const batch of splitIntoBatches(providerMessageIds)) {
    const rows = await db
      .select({ id: pendingChanges.providerMessageId, change: pendingChanges.change })
      .from(pendingChanges)
      .where(
        and(
          eq(pendingChanges.accountId, accountId),
          ne(pendingChanges.state, 'refused'),
          inArray(pendingChanges.providerMessageId, batch),
        ),
      )
      .orderBy(asc(pendingChanges.position))
    for (const { id, change } of rows) {
      byMessage.set(id, [...(byMessage.get(id) ?? []), change])
    }
  }
  if (byMessage.size === 0) return (_id, placement) => placement
  const style = await flagStyleOf(session, accountId)
  return (id, placement) =>
    (byMessage.get(id) ?? []).reduce(
      (state, change) => applyChange(state, change, style),
      placement,
    )
}

/** Gmail keeps flags among the labels, Graph as properties. */
export async function flagStyleOf(
  { db, tables: { accounts } }: ReadSession,
  accountId: string,
): Promise<FlagStyle> {
  const [account] = await db
    .select({ provider: accounts.provider })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return account?.provider === 'gmail' ? 'labels' : 'properties'
}
