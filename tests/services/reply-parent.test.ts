import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findReplyParent } from '#core/services/emails/find-reply-parent.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { mail, seedAccount } from '../database/fixtures.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('the headers of a reply, on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  async function stored(message: IncomingMessage) {
    const { account } = await seedAccount(opened.store)
    const [id = 0] = await opened.store.transaction(({ messages }) =>
      messages.upsert(account.id, [message]),
    )
    const parent = () => findReplyParent(opened.store.read, account, message.providerMessageId)
    return { id, account, parent }
  }

  const answered = mail('m', {
    rfcMessageId: 'c@example.com',
    inReplyTo: 'b@example.com',
    references: ['a@example.com', 'b@example.com'],
  })
  const expected = {
    inReplyTo: 'c@example.com',
    references: ['a@example.com', 'b@example.com', 'c@example.com'],
    providerThreadId: 'thread of m',
  }

  it('name the message answered after all that it refers to', async () => {
    const { parent } = await stored(answered)
    expect(await parent()).toEqual(expected)
  })

  it('are the same when its body is not kept any more', async () => {
    const { id, parent } = await stored(answered)
    await opened.store.transaction(({ messages }) => messages.deleteBodies([id]))
    expect(await opened.store.read.messages.content(id)).toBeNull()
    expect(await parent()).toEqual(expected)
  })

  it('are the same for mail stored before headers had rows, body dropped or not', async () => {
    const { id, parent } = await stored(answered)
    await opened.query(`delete from message_headers where message_id = ${id}`)
    expect(await parent()).toEqual(expected)
    await opened.store.transaction(({ messages }) => messages.deleteBodies([id]))
    expect(await parent()).toEqual(expected)
  })

  it('fall back to In-Reply-To where the message answered has no References', async () => {
    const { parent } = await stored({ ...answered, references: [] })
    expect((await parent()).references).toEqual(['b@example.com', 'c@example.com'])
  })

  it('stay within two kilobytes: the first reference and the newest', async () => {
    const references = Array.from({ length: 210 }, (_, index) => `${index}@example.com`)
    const { parent } = await stored({ ...answered, references })
    const found = (await parent()).references
    expect(found.map((id) => `<${id}>`).join('\r\n ').length).toBeLessThanOrEqual(2_000)
    expect([found[0], found.at(-2), found.at(-1)]).toEqual([
      '0@example.com',
      '209@example.com',
      'c@example.com',
    ])
  })

  it('take nothing from a message of another person', async () => {
    const { id } = await stored(answered)
    const { account } = await seedAccount(opened.store)
    expect(await findReplyParent(opened.store.read, account, String(id))).toEqual({
      inReplyTo: null,
      references: [],
      providerThreadId: null,
    })
  })
})
