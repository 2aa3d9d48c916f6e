import type { Backfill } from '../ports/backfills.ts'

/** Bodies decoded in one transaction: some ten milliseconds. */
const CHUNK = 100

/**
 * Fills in the header rows of mail that was stored before they existed, from the stored bodies.
 * Mail without a body is left to `fetch-headers`.
 */
export const messageHeadersBackfill: Backfill = {
  name: 'message-headers',
  after: [],
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
      await messages.fillHeaders(rows.flatMap((row) => (row.hasBody ? [row.id] : [])))
      return { nextPosition: endId, done: rows.length }
    }
  },
}
