import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Placement } from '../../../ports/messages.ts'
import type { MessageRepository } from '../../../ports/message-store.ts'
import type { Tables } from '../../tables/tables.ts'
import { pendingReadStates } from '../pending-changes.ts'
import { batches } from '../split-into-batches.ts'
import { ingest } from './ingest.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'
import { fillThreads, joinThreads } from './message-threads.ts'
import { fillHeadersFromContent, saveFetchedHeaders } from './message-headers.ts'
import { keepSearchTexts, reindexForSearch } from './search-texts.ts'
import { messageReader } from './message-reader.ts'
import type { WriteSession } from '../session.ts'

type StoredMessage = Tables['messages']['$inferSelect']

const PLACEMENT_COLUMNS = [
  'labels',
  'isRead',
  'isStarred',
  'inInbox',
  'isSent',
  'isDraft',
  'isSpam',
  'isTrash',
] as const satisfies (keyof Placement)[]

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
    const pending = await pendingReadStates(session, accountId)
    const wanted = new Map(changes.map((change) => [change.providerMessageId, change.placement]))
    const deltas = new MessageDeltas(mailboxOf)
    const changed: number[] = []
    for (const batch of batches([...wanted.keys()])) {
      const rows = await db
        .select()
        .from(messages)
        .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
      const updates = rows.flatMap((row) => {
        const placement = wanted.get(row.providerMessageId)
        if (placement === undefined) return []
        const isRead = pending.has(row.providerMessageId) ? row.isRead : placement.isRead
        const next = { id: row.id, ...pickPlacement({ ...placement, isRead }) }
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
    await deltas.save(session)
    return changed
  }

  async function setRead(ids: number[], isRead: boolean): Promise<number[]> {
    const mailboxOf = await lockMail(session, await accountsOf(session, ids))
    const deltas = new MessageDeltas(mailboxOf)
    const changed: number[] = []
    for (const batch of batches([...new Set(ids)])) {
      const rows = await db
        .select()
        .from(messages)
        .where(and(inArray(messages.id, batch), ne(messages.isRead, isRead)))
      if (rows.length === 0) continue
      const rowIds = rows.map((row) => row.id)
      await db.update(messages).set({ isRead }).where(inArray(messages.id, rowIds))
      for (const row of rows) {
        deltas.remove(row)
        deltas.add({ ...row, isRead })
      }
      changed.push(...rowIds)
      await setImmediate()
    }
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
    for (const batch of batches(providerMessageIds, 100)) {
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
      await ingest(session, accountId, incoming, options.bodiesSince ?? null),
    async dropBodies(ids) {
      const { messageContents } = session.tables
      // Of mail stored before headers had rows, the body is the only place that has them.
      await fillHeadersFromContent(session, ids)
      await keepSearchTexts(session, ids)
      for (const batch of batches(ids, 100)) {
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
    fillThreads: async (ids) => await fillThreads(session, ids),
    place,
    setRead,
    deleteByProviderId,
  }
}

async function accountsOf({ db, tables }: WriteSession, ids: number[]): Promise<Set<string>> {
  const { messages } = tables
  const accountIds = new Set<string>()
  for (const batch of batches(ids)) {
    const rows = await db
      .selectDistinct({ accountId: messages.accountId })
      .from(messages)
      .where(inArray(messages.id, batch))
    for (const row of rows) accountIds.add(row.accountId)
  }
  return accountIds
}

function pickPlacement(placement: Placement): Placement {
  const { labels, isRead, isStarred, inInbox, isSent, isDraft, isSpam, isTrash } = placement
  return { labels, isRead, isStarred, inInbox, isSent, isDraft, isSpam, isTrash }
}

function isSamePlacement(row: StoredMessage, next: Placement): boolean {
  return PLACEMENT_COLUMNS.every((column) =>
    column === 'labels' ? isSameSet(row.labels, next.labels) : row[column] === next[column],
  )
}

function isSameSet(one: string[], other: string[]): boolean {
  const set = new Set(one)
  return set.size === new Set(other).size && other.every((item) => set.has(item))
}
