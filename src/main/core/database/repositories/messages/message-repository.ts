import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import type { Placement } from '../../../ports/messages.ts'
import type { MessageRepository } from '../../../ports/message-store.ts'
import { pendingOverlay } from '../pending-changes/overlays.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import { fillLabelLists } from './fill-label-lists.ts'
import { bumpMessages } from './bump-messages.ts'
import { upsertMessages } from './upsert-messages.ts'
import { changedListsOf } from './changed-lists.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'
import { fillThreads, joinThreads } from './message-threads.ts'
import { fillHeadersFromContent, saveFetchedHeaders } from './message-headers.ts'
import { keepSearchTexts, reindexForSearch } from './search-texts.ts'
import { messageReader } from './message-reader.ts'
import { isSamePlacement, pickPlacement, PLACEMENT_COLUMNS } from './placement.ts'
import type { WriteSession } from '../db-session.ts'

/** Reads and changes messages; every change keeps the search index and the counters true. */
export function messageRepository(session: WriteSession): MessageRepository {
  const { db } = session
  const { messages } = session.tables

  async function place(
    accountId: string,
    changes: { providerMessageId: string; placement: Placement }[],
  ): Promise<number[]> {
    if (changes.length === 0) return []
    const mailboxOf = await lockMail(session, [accountId])
    const wanted = new Map(changes.map((change) => [change.providerMessageId, change.placement]))
    const overlay = await pendingOverlay(session, accountId, [...wanted.keys()])
    const deltas = new MessageDeltas(mailboxOf)
    const changed: number[] = []
    for (const batch of splitIntoBatches([...wanted.keys()])) {
      const rows = await db
        .select()
        .from(messages)
        .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
      const updates = rows.flatMap((row) => {
        const placement = wanted.get(row.providerMessageId)
        if (placement === undefined) return []
        const next = {
          id: row.id,
          ...pickPlacement(overlay.apply(row.providerMessageId, placement)),
        }
        return isSamePlacement(row, next) ? [] : [{ row, next }]
      })
      for (const { row, next } of updates) {
        deltas.remove(row)
        deltas.add({ ...row, ...next })
        changed.push(row.id)
      }
      await session.bulk.updateMessages(
        [...PLACEMENT_COLUMNS],
        updates.map(({ next }) => next),
      )
      await setImmediate()
    }
    await overlay.save()
    await deltas.save(session)
    return changed
  }

  async function deleteByProviderId(
    accountId: string,
    providerMessageIds: string[],
  ): Promise<number[]> {
    if (providerMessageIds.length === 0) return []
    const deltas = new MessageDeltas(await lockMail(session, [accountId]))
    const deleted: number[] = []
    for (const batch of splitIntoBatches(providerMessageIds, 100)) {
      const rows = await db
        .delete(messages)
        .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
        .returning()
      for (const row of rows) {
        deltas.remove(row)
        deleted.push(row.id)
      }
      await setImmediate()
    }
    await deltas.save(session)
    return deleted
  }

  return {
    ...messageReader(session),
    upsert: async (accountId, incoming, options = {}) =>
      await upsertMessages(session, accountId, incoming, options.bodiesSince ?? null),
    async deleteBodies(ids) {
      const { messageContents } = session.tables
      // Of mail stored before headers had rows, the body is the only place that has them.
      await fillHeadersFromContent(session, ids)
      await keepSearchTexts(session, ids)
      for (const batch of splitIntoBatches(ids, 100)) {
        await db.delete(messageContents).where(inArray(messageContents.messageId, batch))
        await setImmediate()
      }
    },
    fillHeaders: async (ids) => await fillHeadersFromContent(session, ids),
    async saveHeaders(accountId, fetched) {
      const saved = await saveFetchedHeaders(session, accountId, fetched)
      await joinThreads(session, saved)
      return saved
    },
    resetSearchIndex: async () => await session.search.reset(),
    reindex: async (ids) => await reindexForSearch(session, ids),
    bump: async (ids, sortKey) => await bumpMessages(session, ids, sortKey),
    fillLabelLists: async (ids) => await fillLabelLists(session, ids),
    fillThreads: async (ids) => await fillThreads(session, ids),
    applyPlacements: place,
    deleteByProviderId,
    changedLists: async (accountId) => changedListsOf(session.changedLists, accountId),
  }
}
