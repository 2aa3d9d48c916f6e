import { sql } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import type { WriteSession } from '../db-session.ts'

/** Gathers what a batch does to the number of conversations in each box of each mailbox. */
export class ThreadCountDeltas {
  readonly #deltas = new Map<
    string,
    { mailboxId: string; box: Box; total: number; unread: number }
  >()

  /** A conversation with so many unread messages is now listed in the box. */
  add(mailboxId: string, entry: { box: Box; unread: number }): void {
    this.#count(mailboxId, entry, 1)
  }

  /** It is no longer, or no longer so. */
  remove(mailboxId: string, entry: { box: Box; unread: number }): void {
    this.#count(mailboxId, entry, -1)
  }

  /** Writes what was gathered, in the transaction of the rows it counts. */
  async save({ db, tables: { threadCounts } }: WriteSession): Promise<void> {
    const rows = [...this.#deltas.values()].filter(
      ({ total, unread }) => total !== 0 || unread !== 0,
    )
    this.#deltas.clear()
    if (rows.length === 0) return
    await db
      .insert(threadCounts)
      .values(rows)
      .onConflictDoUpdate({
        target: [threadCounts.mailboxId, threadCounts.box],
        set: {
          total: sql`${threadCounts.total} + excluded.total`,
          unread: sql`${threadCounts.unread} + excluded.unread`,
        },
      })
  }

  #count(mailboxId: string, { box, unread }: { box: Box; unread: number }, by: 1 | -1): void {
    const key = `${mailboxId} ${box}`
    const delta = this.#deltas.get(key) ?? { mailboxId, box, total: 0, unread: 0 }
    delta.total += by
    if (unread > 0) delta.unread += by
    this.#deltas.set(key, delta)
  }
}
