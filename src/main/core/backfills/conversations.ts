import type { Backfill } from '../ports/backfills.ts'

/** Messages given their conversation in one transaction: some ten milliseconds. */
const CHUNK = 100

/** Gives mail that was stored before conversations existed its conversation. */
export const conversationsBackfill: Backfill = {
  name: 'conversations',
  after: ['message-headers'],
  needsProvider: false,
  async prepareChunk({ read, account, position }) {
    const { rows, endId } = await read.messages.rangeOf({
      accountId: account.id,
      since: null,
      before: null,
      beforeId: position,
      limit: CHUNK,
    })
    return async ({ messages }) => {
      await messages.fillThreads(rows.map((row) => row.id))
      return { nextPosition: endId, done: rows.length }
    }
  },
}
