import { inArray } from 'drizzle-orm'
import type { IncomingMessage } from '../../../ports/messages.ts'
import { nextMessageId, proposedMessageId } from '../../tables/message-id.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession } from '../db-session.ts'

/** Gives each new message an id that no stored message and no other of the list has. */
export async function assignMessageIds(
  { db, tables: { messages } }: ReadSession,
  accountId: string,
  incoming: IncomingMessage[],
): Promise<Map<string, number>> {
  const assigned = new Map<string, number>()
  const taken = new Set<number>()
  let wanting = incoming.map(({ providerMessageId, receivedAt }) => ({
    providerMessageId,
    id: proposedMessageId(accountId, providerMessageId, receivedAt),
  }))
  while (wanting.length > 0) {
    for (const batch of splitIntoBatches(wanting.map((message) => message.id))) {
      const rows = await db
        .select({ id: messages.id })
        .from(messages)
        .where(inArray(messages.id, batch))
      for (const row of rows) taken.add(row.id)
    }
    const refused: typeof wanting = []
    for (const message of wanting) {
      if (taken.has(message.id)) {
        refused.push({ ...message, id: nextMessageId(message.id) })
      } else {
        taken.add(message.id)
        assigned.set(message.providerMessageId, message.id)
      }
    }
    wanting = refused
  }
  return assigned
}
