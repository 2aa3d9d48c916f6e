import { inArray } from 'drizzle-orm'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'

/** Gives messages another place in every list, conversations included. */
export async function bumpMessages(
  session: WriteSession,
  ids: readonly number[],
  bumpedKey: number,
): Promise<void> {
  const { db } = session
  const { messages } = session.tables
  const rowsOf = async (batch: number[]) =>
    await db.select().from(messages).where(inArray(messages.id, batch))
  const accountIds = new Set<string>()
  for (const batch of splitIntoBatches(ids)) {
    for (const { accountId } of await rowsOf(batch)) accountIds.add(accountId)
  }
  const deltas = new MessageDeltas(await lockMail(session, accountIds))
  for (const batch of splitIntoBatches(ids)) {
    const rows = await rowsOf(batch)
    for (const row of rows) {
      deltas.remove(row)
      deltas.add({ ...row, bumpedKey })
    }
    await session.bulk.updateMessages(
      ['bumpedKey'],
      rows.map(({ id }) => ({ id, bumpedKey })),
    )
  }
  await deltas.save(session)
}
