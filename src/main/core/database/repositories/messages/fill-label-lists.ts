import { and, eq, inArray } from 'drizzle-orm'
import type { WriteSession } from '../db-session.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'

/** Enters stored messages in the lists of their labels; those that are there already are left alone. */
export async function fillLabelLists(session: WriteSession, ids: readonly number[]): Promise<void> {
  const { messages } = session.tables
  const unlisted = async (batch: number[]) =>
    await session.db
      .select()
      .from(messages)
      .where(and(inArray(messages.id, batch), eq(messages.isInLabelLists, false)))
  const accountIds = new Set<string>()
  for (const batch of splitIntoBatches(ids)) {
    for (const { accountId } of await unlisted(batch)) accountIds.add(accountId)
  }
  const deltas = new MessageDeltas(await lockMail(session, accountIds))
  for (const batch of splitIntoBatches(ids)) {
    const rows = await unlisted(batch)
    for (const row of rows) deltas.addToLabels(row)
    await session.bulk.updateMessages(
      ['isInLabelLists'],
      rows.map(({ id }) => ({ id, isInLabelLists: true })),
    )
  }
  await deltas.save(session)
}
