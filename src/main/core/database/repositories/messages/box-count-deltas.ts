import { sql } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import { boxesOf, type PlacementFlags } from '../../tables/box-rules.ts'
import type { WriteSession } from '../db-session.ts'

interface Delta {
  total: number
  unread: number
}

/** Collects the changes of a batch to the box counters, to write them once at its end. */
export class BoxCountDeltas {
  readonly #byAccount = new Map<string, Map<Box, Delta>>()

  /** Counts a message with these flags in. */
  add(accountId: string, flags: PlacementFlags): void {
    this.#count(accountId, flags, 1)
  }

  /** Counts a message with these flags out. */
  remove(accountId: string, flags: PlacementFlags): void {
    this.#count(accountId, flags, -1)
  }

  /** Writes the counters, in the transaction of the rows they count. */
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
