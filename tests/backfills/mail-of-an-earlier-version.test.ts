import { afterEach, describe, expect, it } from 'vitest'
import {
  createEarlierDatabase,
  type EarlierDatabase,
} from '../support/database/earlier-database.ts'
import { runOneChunk } from '../support/run-backfills.ts'
import { DIALECTS } from '../support/database/test-store.ts'
import { EARLIER_MIGRATIONS, fillEarlierDatabase, oldMail } from './earlier-mail.ts'
import { expectBackfilled } from './expect-backfilled.ts'
import { headersProvider } from './headers-provider.ts'

describe.each(DIALECTS)('mail of an earlier version on %s', (dialect) => {
  let database: EarlierDatabase
  afterEach(() => database.remove())

  it('gets its headers, conversations and label lists, quit and started again at every chunk', async () => {
    const all = oldMail()
    database = await createEarlierDatabase(dialect, EARLIER_MIGRATIONS)
    await fillEarlierDatabase(database, all)
    const provider = headersProvider(all)
    let store = await database.open()
    let starts = 0
    while ((await store.read.backfills.listPending()).length > 0) {
      await runOneChunk(store, provider)
      await store.close()
      store = await database.open()
      starts += 1
    }
    expect(starts).toBeGreaterThan(10)
    await expectBackfilled(store, all)
    await store.close()
  })
})
