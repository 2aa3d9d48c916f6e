import { setImmediate } from 'node:timers/promises'
import { and, inArray, sql } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import { boxCondition, boxesOf, type PlacementFlags } from '../../tables/box-rules.ts'
import { SORT_KEY, sortKeyOf } from '../../tables/sort-key.ts'
import type { Tables } from '../../tables/tables.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { ThreadCountDeltas } from './thread-count-deltas.ts'

// Entries written before other work gets its turn: a few milliseconds.
const SLICE = 150

type ThreadEntry = Tables['threadEntries']['$inferSelect']

interface Delta {
  threadId: number
  box: Box
  total: number
  unread: number
  /** Sort keys that the conversation has now, or no longer has, in this box. */
  added: Set<number>
  removed: Set<number>
}

/** A message as the conversation lists count it; `threadId` is null before its backfill. */
type Member = PlacementFlags & {
  id: number
  bumpedKey: number | null
  threadId: number | null
}

/**
 * Gathers what a batch does to the conversations listed in each box of one mailbox, to be written
 * once at its end, after the message rows. The caller holds the lock of the mailbox from before it
 * read those rows.
 */
export class ThreadDeltas {
  readonly #mailboxId: string
  readonly #deltas = new Map<string, Delta>()

  constructor(mailboxId: string) {
    this.#mailboxId = mailboxId
  }

  /** A message with these flags now belongs to its conversation. */
  add(member: Member): void {
    this.#count(member, 1)
  }

  /** It no longer does, or no longer with these flags. */
  remove(member: Member): void {
    this.#count(member, -1)
  }

  async save(session: WriteSession): Promise<void> {
    const deltas = [...this.#deltas.values()].filter(isChange)
    this.#deltas.clear()
    const counts = new ThreadCountDeltas()
    for (const batch of splitIntoBatches(deltas, SLICE)) {
      await this.#saveBatch(session, batch, counts)
      await setImmediate()
    }
    await counts.save(session)
  }

  async #saveBatch(
    session: WriteSession,
    deltas: Delta[],
    counts: ThreadCountDeltas,
  ): Promise<void> {
    const before = await storedEntries(session, deltas)
    const newest = await newestAfterRemoval(session, deltas, before)
    const after: ThreadEntry[] = []
    const emptied: ThreadEntry[] = []
    for (const delta of deltas) {
      const key = keyOf(delta)
      const old = before.get(key)
      if (old) counts.remove(this.#mailboxId, old)
      const entry = {
        threadId: delta.threadId,
        box: delta.box,
        mailboxId: this.#mailboxId,
        sortKey: newest.get(key) ?? Math.max(old?.sortKey ?? 0, ...delta.added),
        total: (old?.total ?? 0) + delta.total,
        unread: (old?.unread ?? 0) + delta.unread,
      }
      if (entry.total > 0) {
        counts.add(this.#mailboxId, entry)
        after.push(entry)
      } else if (old) emptied.push(old)
    }
    await session.bulk.upsert('threadEntries', after)
    await deleteEntries(session, emptied)
  }

  #count(member: Member, by: 1 | -1): void {
    if (member.threadId === null) return
    for (const box of boxesOf(member)) {
      const key = keyOf({ threadId: member.threadId, box })
      const delta = this.#deltas.get(key) ?? {
        threadId: member.threadId,
        box,
        total: 0,
        unread: 0,
        added: new Set(),
        removed: new Set(),
      }
      delta.total += by
      if (!member.isRead) delta.unread += by
      const [to, from] = by > 0 ? [delta.added, delta.removed] : [delta.removed, delta.added]
      // Removed and added again is no change of the box.
      if (!from.delete(sortKeyOf(member))) to.add(sortKeyOf(member))
      this.#deltas.set(key, delta)
    }
  }
}

const keyOf = ({ threadId, box }: { threadId: number; box: Box }) => `${threadId} ${box}`

function isChange({ total, unread, added, removed }: Delta): boolean {
  return total !== 0 || unread !== 0 || added.size > 0 || removed.size > 0
}

async function storedEntries(
  { db, tables: { threadEntries } }: WriteSession,
  deltas: readonly Delta[],
): Promise<Map<string, ThreadEntry>> {
  const threadIds = [...new Set(deltas.map(({ threadId }) => threadId))]
  const rows = await db
    .select()
    .from(threadEntries)
    .where(inArray(threadEntries.threadId, threadIds))
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** The newest message of each entry that has lost the one it had: looked for in the rows. */
async function newestAfterRemoval(
  { db, tables: { messages } }: WriteSession,
  deltas: readonly Delta[],
  before: ReadonlyMap<string, ThreadEntry>,
): Promise<Map<string, number>> {
  const lost = deltas.filter((delta) => {
    const old = before.get(keyOf(delta))
    return old !== undefined && delta.removed.has(old.sortKey)
  })
  const newest = new Map<string, number>()
  for (const [box, ofBox] of Map.groupBy(lost, (delta) => delta.box)) {
    const rows = await db
      .select({
        threadId: messages.threadId,
        sortKey: sql<number>`max(${sql.raw(SORT_KEY)})`.mapWith(Number),
      })
      .from(messages)
      .where(
        and(
          inArray(
            messages.threadId,
            ofBox.map(({ threadId }) => threadId),
          ),
          sql.raw(boxCondition(box)),
        ),
      )
      .groupBy(messages.threadId)
    for (const { threadId, sortKey } of rows) {
      if (threadId !== null) newest.set(keyOf({ threadId, box }), sortKey)
    }
  }
  return newest
}

async function deleteEntries(
  { db, tables: { threadEntries } }: WriteSession,
  entries: readonly ThreadEntry[],
): Promise<void> {
  for (const [box, ofBox] of Map.groupBy(entries, (entry) => entry.box)) {
    await db.delete(threadEntries).where(
      and(
        inArray(
          threadEntries.threadId,
          ofBox.map(({ threadId }) => threadId),
        ),
        sql`${threadEntries.box} = ${box}`,
      ),
    )
  }
}
