import { sql } from 'drizzle-orm'
import type { Box } from '#shared/contract/vocabulary.ts'
import { boxesOf, type PlacementFlags } from '../../tables/box-rules.ts'
import type { WriteSession } from '../session.ts'

interface Delta {
  total: number
  unread: number
}

/** Gathers what a batch does to the counters of its accounts, to be written once at its end. */
export class CountDeltas {
  readonly #byAccount = new Map<string, Map<Box, Delta>>()

  /** A message with these flags now exists. */
  add(accountId: string, flags: PlacementFlags): void {
    this.#count(accountId, flags, 1)
  }

  /** A message with these flags is no more. */
  remove(accountId: string, flags: PlacementFlags): void {
    this.#count(accountId, flags, -1)
  }

  /** Writes what was gathered, in the transaction of the rows it counts. */
  async save({ db, tables: { boxCounts } }: WriteSession): Promise<void> {
    const rows = [...this.#byAccount].flatMap(([accountId, boxes]) =>
      [...boxes]
        .filter(([, delta]) => delta.total !== 0 || delta.unread !== 0)
        .map(([box, delta]) => ({ accountId, box, ...delta })),
    )
    if (rows.length === 0) return
    await db
      .insert(boxCounts)
      .values(rows)
      .onConflictDoUpdate({
        target: [boxCounts.accountId, boxCounts.box],
        set: {
          total: sql`${boxCounts.total} + excluded.total`,
          unread: sql`${boxCounts.unread} + excluded.unread`,
        },
      })
  }

  #count(accountId: string, flags: PlacementFlags, by: 1 | -1): void {
    const boxes = this.#byAccount.get(accountId) ?? new Map<Box, Delta>()
    this.#byAccount.set(accountId, boxes)
    for (const box of boxesOf(flags)) {
      const delta = boxes.get(box) ?? { total: 0, unread: 0 }
      delta.total += by
      if (!flags.isRead) delta.unread += by
      boxes.set(box, delta)
    }
  }
}
