import type { Backfill } from '../ports/backfills.ts'
import { nextRows } from './next-rows.ts'

/** Messages entered in one transaction: some ten milliseconds. */
const CHUNK = 200

/** Enters mail that was stored before labels had lists in the lists of its labels. */
export const labelListsBackfill: Backfill = {
  name: 'label-lists',
  after: [],
  needsProvider: false,
  async prepareChunk(context) {
    const { rows, endId } = await nextRows(context, CHUNK)
    return async ({ messages }) => {
      await messages.fillLabelLists(rows.map((row) => row.id))
      return { nextPosition: endId, done: rows.length }
    }
  },
}
