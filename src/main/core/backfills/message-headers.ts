import type { Backfill } from '../ports/backfills.ts'
import { nextRows } from './next-rows.ts'

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
  async prepareChunk(context) {
    const { rows, endId } = await nextRows(context, CHUNK)
    return async ({ messages }) => {
      await messages.fillHeaders(rows.flatMap((row) => (row.hasBody ? [row.id] : [])))
      return { nextPosition: endId, done: rows.length }
    }
  },
}
