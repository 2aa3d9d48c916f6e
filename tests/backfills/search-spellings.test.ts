import { afterEach, describe, expect, it } from 'vitest'
import {
  createEarlierDatabase,
  type EarlierDatabase,
} from '../support/database/earlier-database.ts'
import { DIALECTS } from '../support/database/test-store.ts'
import { runOneChunk } from '../support/run-backfills.ts'
import { mail, NOW } from '../database/fixtures.ts'
import { EARLIER_MIGRATIONS, fillEarlierDatabase, type OldMessage } from './earlier-mail.ts'
import { headersProvider } from './headers-provider.ts'

const MESSAGES = 230

function stored(index: number): OldMessage {
  const message = mail(`m${index}`, {
    subject: 'Grüße',
    receivedAt: NOW - index * 60_000,
    body: { html: '<p>Daten&shy;schutz <img alt="Lighthouse"></p>', text: null },
    attachments: [
      {
        partId: '2',
        providerAttachmentId: null,
        filename: 'floor.plan.pdf',
        contentType: 'application/pdf',
        sizeBytes: 1,
        contentId: null,
        isInline: false,
      },
    ],
  })
  return { accountId: 'first', message, hasBody: true }
}

describe.each(DIALECTS)('mail stored by an earlier version on %s', (dialect) => {
  let database: EarlierDatabase
  afterEach(() => database.remove())

  it('becomes findable by today’s rules, quit and started again at every chunk', async () => {
    const all = Array.from({ length: MESSAGES }, (_, index) => stored(index))
    database = await createEarlierDatabase(dialect, EARLIER_MIGRATIONS)
    await fillEarlierDatabase(database, all)
    let store = await database.open()
    const count = (search: string) =>
      store.read.messages.count({ accountIds: ['first'], box: 'ALL_MAIL', search })
    const pending = async () =>
      (await store.read.backfills.listPending()).filter(({ name }) => name === 'search-index')
    expect(await pending()).toHaveLength(2)

    const counts = new Set<number>()
    while ((await store.read.backfills.listPending()).length > 0) {
      await runOneChunk(store, headersProvider(all))
      await store.close()
      store = await database.open()
      counts.add(await count('datenschutz'))
    }
    // Chunk by chunk, each of them once.
    expect([...counts]).toEqual([0, 100, 200, MESSAGES])
    for (const search of ['gruesse', 'lighthouse', 'plan.pdf']) {
      expect(await count(search), search).toBe(MESSAGES)
    }
    expect(await count('shy')).toBe(0)
    await store.close()
  })
})
