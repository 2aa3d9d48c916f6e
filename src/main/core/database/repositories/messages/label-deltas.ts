import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray, max, sql } from 'drizzle-orm'
import type { PlacementFlags } from '../../tables/box-rules.ts'
import { listingLabels } from '../../tables/label-rules.ts'
import { sortKeyOf } from '../../tables/sort-key.ts'
import type { WriteSession } from '../db-session.ts'
import { splitIntoBatches } from '../split-into-batches.ts'

/** What the lists of labels need to know of a message. */
export type LabelledMessage = PlacementFlags & {
  id: number
  bumpedKey: number | null
  labels: string[]
}

interface Entry {
  sortKey: number
  messageId: number
}

interface Delta {
  total: number
  unread: number
  added: Map<string, Entry>
  removed: Map<string, Entry>
}

/** Rows written before other work gets its turn: a few milliseconds. */
const SLICE = 400

/** Gathers what a batch does to the lists and counters of labels, to write it once at its end. */
export class LabelDeltas {
  readonly #byAccount = new Map<string, Map<string, Delta>>()

  /** A message is now listed by its labels. */
  add(accountId: string, message: LabelledMessage): void {
    this.#count(accountId, message, 1)
  }

  /** It no longer is, or no longer so. */
  remove(accountId: string, message: LabelledMessage): void {
    this.#count(accountId, message, -1)
  }

  /** Writes what was gathered, in the transaction of the message rows. */
  async save(session: WriteSession): Promise<void> {
    for (const [accountId, deltas] of this.#byAccount) {
      const changed = new Map([...deltas].filter(([, delta]) => isChange(delta)))
      if (changed.size === 0) continue
      const ids = await listIds(session, accountId, [...changed.keys()])
      const lists = [...changed].flatMap(([labelId, delta]) => {
        const id = ids.get(labelId)
        return id === undefined ? [] : [{ id, accountId, labelId, delta }]
      })
      for (const { id, delta } of lists)
        await deleteEntries(session, id, [...delta.removed.values()])
      const added = lists.flatMap(({ id, delta }) =>
        [...delta.added.values()].map((entry) => ({ listId: id, ...entry })),
      )
      for (const slice of splitIntoBatches(added, SLICE)) {
        await session.bulk.insert('labelEntries', slice)
        await setImmediate()
      }
      await saveCounts(session, lists)
    }
    this.#byAccount.clear()
  }

  #count(accountId: string, message: LabelledMessage, by: 1 | -1): void {
    const deltas = this.#byAccount.get(accountId) ?? new Map<string, Delta>()
    this.#byAccount.set(accountId, deltas)
    const entry = { sortKey: sortKeyOf(message), messageId: message.id }
    const key = `${entry.sortKey} ${entry.messageId}`
    for (const label of listingLabels(message)) {
      const delta = deltas.get(label) ?? {
        total: 0,
        unread: 0,
        added: new Map(),
        removed: new Map(),
      }
      deltas.set(label, delta)
      delta.total += by
      if (!message.isRead) delta.unread += by
      const [to, from] = by > 0 ? [delta.added, delta.removed] : [delta.removed, delta.added]
      // Removed and added again is no change of the list.
      if (!from.delete(key)) to.set(key, entry)
    }
  }
}

function isChange({ total, unread, added, removed }: Delta): boolean {
  return total !== 0 || unread !== 0 || added.size > 0 || removed.size > 0
}

/** The lists of an account's labels; those that do not exist yet are begun. */
async function listIds(
  session: WriteSession,
  accountId: string,
  labelIds: readonly string[],
): Promise<Map<string, number>> {
  const { db } = session
  const { labelLists } = session.tables
  const found = new Map<string, number>()
  const find = async (labels: readonly string[]): Promise<void> => {
    for (const batch of splitIntoBatches(labels)) {
      const rows = await db
        .select({ id: labelLists.id, labelId: labelLists.labelId })
        .from(labelLists)
        .where(and(eq(labelLists.accountId, accountId), inArray(labelLists.labelId, batch)))
      for (const row of rows) found.set(row.labelId, row.id)
    }
  }
  await find(labelIds)
  const missing = labelIds.filter((id) => !found.has(id))
  if (missing.length === 0) return found
  // Ids are given one after another over all accounts. Nothing is locked after this lock.
  await session.lockAccount('label lists')
  const [last] = await db.select({ id: max(labelLists.id) }).from(labelLists)
  const first = (last?.id ?? 0) + 1
  const rows = missing.map((labelId, index) => ({
    id: first + index,
    accountId,
    labelId,
    total: 0,
    unread: 0,
  }))
  for (const batch of splitIntoBatches(rows)) await db.insert(labelLists).values(batch)
  for (const { labelId, id } of rows) found.set(labelId, id)
  return found
}

async function deleteEntries(
  { db, tables: { labelEntries } }: WriteSession,
  listId: number,
  entries: readonly Entry[],
): Promise<void> {
  for (const batch of splitIntoBatches(entries, SLICE)) {
    await db.delete(labelEntries).where(
      and(
        eq(labelEntries.listId, listId),
        inArray(
          labelEntries.sortKey,
          batch.map(({ sortKey }) => sortKey),
        ),
        inArray(
          labelEntries.messageId,
          batch.map(({ messageId }) => messageId),
        ),
      ),
    )
    await setImmediate()
  }
}

async function saveCounts(
  { db, tables: { labelLists } }: WriteSession,
  lists: readonly { id: number; accountId: string; labelId: string; delta: Delta }[],
): Promise<void> {
  const rows = lists
    .filter(({ delta }) => delta.total !== 0 || delta.unread !== 0)
    .map(({ id, accountId, labelId, delta: { total, unread } }) => ({
      id,
      accountId,
      labelId,
      total,
      unread,
    }))
  for (const batch of splitIntoBatches(rows, 100)) {
    await db
      .insert(labelLists)
      .values(batch)
      .onConflictDoUpdate({
        target: labelLists.id,
        set: {
          total: sql`${labelLists.total} + excluded.total`,
          unread: sql`${labelLists.unread} + excluded.unread`,
        },
      })
  }
}
