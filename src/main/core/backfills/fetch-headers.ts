import type { Backfill } from '../ports/backfills.ts'
import { nextRows } from './next-rows.ts'

/** Rows looked at to find messages without headers. */
const RANGE = 500
/** Messages whose headers are fetched at once: one batch of Gmail, a few of Graph. */
const CHUNK = 50

/**
 * Fetches the headers of mail whose body is not kept here, from the provider, with what its quota
 * leaves to background work. A message that cannot be fetched is passed over.
 */
export const fetchHeadersBackfill: Backfill = {
  name: 'fetch-headers',
  after: ['message-headers'],
  needsProvider: true,
  async prepareChunk(context) {
    const { read, account, signal, openProvider } = context
    const { rows, endId } = await nextRows(context, RANGE)
    const missing = new Set(await read.messages.idsWithoutHeaders(rows.map((row) => row.id)))
    const refs = rows.filter((row) => missing.has(row.id)).slice(0, CHUNK)
    const last = refs.at(-1)
    const isWholeRange = refs.length < CHUNK || last === undefined
    const fetched = refs.length === 0 ? [] : await (await openProvider()).fetchHeaders(refs, signal)
    return async ({ messages }) => {
      await messages.saveHeaders(account.id, fetched)
      return isWholeRange
        ? { nextPosition: endId, done: rows.length }
        : { nextPosition: last.id, done: rows.filter((row) => row.id >= last.id).length }
    }
  },
}
