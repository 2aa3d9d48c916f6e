import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, seedAccount } from './fixtures.ts'

const newsletter = mail('news', {
  inReplyTo: 'earlier@example.com',
  references: ['first@example.com', 'earlier@example.com'],
  headers: [
    { name: 'Auto-Submitted', value: 'auto-generated' },
    { name: 'List-Unsubscribe', value: '<mailto:off@example.com>, <https://example.com/off>' },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  ],
})
const bounce = mail('bounce', {
  headers: [{ name: 'Content-Type', value: 'multipart/report; report-type=delivery-status' }],
})
const newsletterHeaders = {
  inReplyTo: 'earlier@example.com',
  references: ['first@example.com', 'earlier@example.com'],
  autoSubmitted: 'auto-generated',
  listUnsubscribe: '<mailto:off@example.com>, <https://example.com/off>',
  listUnsubscribePost: 'List-Unsubscribe=One-Click',
  reportType: null,
}

describe.each(DIALECTS)('stored headers on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  async function stored(messages: IncomingMessage[], options = {}) {
    const { account } = await seedAccount(opened.store)
    const ids = await opened.store.transaction((tx) =>
      tx.messages.upsert(account.id, messages, options),
    )
    return { accountId: account.id, ids }
  }
  const headersOf = async (id: number | undefined) => opened.store.read.messages.headers(id ?? 0)
  const forget = async (ids: number[]) =>
    opened.query(`delete from message_headers where message_id in (${ids.join(', ')})`)

  it('are written with the message, whether its body is kept or not', async () => {
    const { ids } = await stored([newsletter, bounce], { bodiesSince: Number.MAX_SAFE_INTEGER })
    expect(await headersOf(ids[0])).toEqual(newsletterHeaders)
    expect((await headersOf(ids[1]))?.reportType).toBe('delivery-status')
  })

  it('follow the message when it is stored again', async () => {
    const { accountId, ids } = await stored([newsletter])
    await opened.store.transaction((tx) =>
      tx.messages.upsert(accountId, [{ ...newsletter, references: ['other@example.com'] }]),
    )
    expect((await headersOf(ids[0]))?.references).toEqual(['other@example.com'])
  })

  it('are filled in from the body, and a body that cannot be read stops nothing', async () => {
    const { ids } = await stored([newsletter, bounce])
    await forget(ids)
    const broken = dialect === 'sqlite' ? "x'07'" : String.raw`'\x07'::bytea`
    await opened.query(
      `update message_contents set data = ${broken} where message_id = ${ids[1] ?? 0}`,
    )
    expect(await opened.store.read.messages.idsWithoutHeaders(ids)).toHaveLength(2)
    const filled = await opened.store.transaction((tx) => tx.messages.fillHeaders(ids))
    expect(filled).toEqual([ids[0]])
    expect(await headersOf(ids[0])).toEqual(newsletterHeaders)
    expect(await opened.store.read.messages.idsWithoutHeaders(ids)).toEqual([ids[1]])
  })

  it('can be stored without the message; those of unknown messages are ignored', async () => {
    const { accountId, ids } = await stored([newsletter])
    await forget(ids)
    const saved = await opened.store.transaction((tx) =>
      tx.messages.saveHeaders(accountId, [
        { providerMessageId: 'news', headers: newsletter },
        { providerMessageId: 'never seen', headers: newsletter },
      ]),
    )
    expect(saved).toEqual(ids)
    expect(await headersOf(ids[0])).toEqual(newsletterHeaders)
  })

  it('go with their message', async () => {
    const { accountId, ids } = await stored([newsletter])
    await opened.store.transaction((tx) => tx.messages.deleteByProviderId(accountId, ['news']))
    expect(await headersOf(ids[0])).toBeNull()
  })
})
