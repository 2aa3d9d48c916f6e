import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { applyChange, type FlagStyle, type MessageChange } from '#shared/domain/message-change.ts'
import type { Placement } from '../../../ports/messages.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import { isSamePlacement } from '../messages/placement.ts'
import type { ReadSession, WriteSession } from '../db-session.ts'

/** What was changed here, laid over what the provider reports. */
export interface Overlay {
  apply(providerMessageId: string, reported: Placement): Placement
  /** Notes which changes a report contradicted; to be called last, in the same transaction. */
  save(): Promise<void>
}

interface LaidOver {
  id: string
  change: MessageChange
  /** The provider may have it already, so a report may be from after it. */
  hasLeft: boolean
}

/**
 * The changes of these messages that the provider does not have yet, or accepted so lately that a
 * report may be older: they are applied on top of every state that is stored meanwhile. Refused ones
 * are not: there the provider's state is the truth.
 */
export async function pendingOverlay(
  session: WriteSession,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<Overlay> {
  const byMessage = await changesByMessage(session, accountId, providerMessageIds)
  const style = byMessage.size === 0 ? 'labels' : await flagStyleOf(session, accountId)
  const contradicted: string[] = []
  return {
    apply(providerMessageId, reported) {
      const changes = byMessage.get(providerMessageId) ?? []
      const shown = changes.reduce(
        (state, { change }) => applyChange(state, change, style),
        reported,
      )
      if (changes.length > 0 && !isSamePlacement(reported, shown)) {
        contradicted.push(...changes.filter(({ hasLeft }) => hasLeft).map(({ id }) => id))
      }
      return shown
    },
    async save() {
      const { db } = session
      const { pendingChanges } = session.tables
      for (const batch of splitIntoBatches(contradicted)) {
        await db
          .update(pendingChanges)
          .set({ isContradicted: true })
          .where(inArray(pendingChanges.id, batch))
      }
    },
  }
}

async function changesByMessage(
  { db, tables: { pendingChanges } }: ReadSession,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<Map<string, LaidOver[]>> {
  const byMessage = new Map<string, LaidOver[]>()
  const [any] = await db
    .select({ id: pendingChanges.id })
    .from(pendingChanges)
    .where(eq(pendingChanges.accountId, accountId))
    .limit(1)
  if (any === undefined) return byMessage
  for (const batch of splitIntoBatches(providerMessageIds)) {
    const rows = await db
      .select()
      .from(pendingChanges)
      .where(
        and(
          eq(pendingChanges.accountId, accountId),
          ne(pendingChanges.state, 'refused'),
          inArray(pendingChanges.providerMessageId, batch),
        ),
      )
      .orderBy(asc(pendingChanges.position))
    for (const { id, providerMessageId, change, state } of rows) {
      const laidOver = { id, change, hasLeft: state !== 'pending' }
      byMessage.set(providerMessageId, [...(byMessage.get(providerMessageId) ?? []), laidOver])
    }
  }
  return byMessage
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
