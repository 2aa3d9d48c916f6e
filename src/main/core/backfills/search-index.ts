import type { Backfill, BackfillControl } from '../ports/backfills.ts'
import type { Store } from '../ports/store.ts'
import { nextRows } from './next-rows.ts'

/** Messages indexed in one transaction: some ten milliseconds. */
const CHUNK = 100

/** Fills the search index again from what is stored of each message, newest first. */
export const searchIndexBackfill: Backfill = {
  name: 'search-index',
  after: [],
  needsProvider: false,
  async prepareChunk(context) {
    const { rows, endId } = await nextRows(context, CHUNK)
    return async ({ messages }) => {
      await messages.reindex(rows.map((row) => row.id))
      return { nextPosition: endId, done: rows.length }
    }
  },
}

/**
 * Empties the search index and begins to fill it again in the background. Until that is done,
 * searches find what is indexed already; new mail is indexed as it comes.
 */
export async function rebuildSearchIndex(store: Store, backfills: BackfillControl): Promise<void> {
  const accounts = await store.read.accounts.listAll()
  await store.transaction(async (repositories) => {
    await repositories.messages.resetSearchIndex()
    for (const { id } of accounts) {
      await repositories.backfills.start(id, searchIndexBackfill.name)
    }
  })
  backfills.wake()
}
