import type { Backfill } from '../ports/backfills.ts'
import { nextRows } from './next-rows.ts'

/** Messages given their conversation in one transaction: some ten milliseconds. */
const CHUNK = 100

/** Gives mail that was stored before conversations existed its conversation. */
export const conversationsBackfill: Backfill = {
  name: 'conversations',
  after: ['message-headers'],
  needsProvider: false,
  async prepareChunk(context) {
    const { rows, endId } = await nextRows(context, CHUNK)
    return async ({ messages }) => {
      await messages.fillThreads(rows.map((row) => row.id))
      return { nextPosition: endId, done: rows.length }
    }
  },
}
