import { expect, it, describe } from 'vitest'
import { DIALECTS, openTestStore } from '../support/stores.ts'
describe.each(DIALECTS)('%s', (d) => {
  it('opens', async () => {
    const t = await openTestStore(d)
    expect(await t.store.schemaVersion()).toBe(2)
    await t.store.transaction(async (r) => {
      await r.users.insert({ id: 'u', email: null, name: 'n', createdAt: 1 })
      await r.mailboxes.insert({ id: 'm', userId: 'u', displayName: 'M', colour: null, signatureHtml: '', defaultAccountId: null, position: 0, createdAt: 1 })
      await r.accounts.insert({ id: 'a', mailboxId: 'm', userId: 'u', provider: 'gmail', displayLabel: 'l', emailAddress: null, status: 'connected', colour: 'red', isDemo: false, lastSyncedAt: null, lastError: null, createdAt: 1 })
      await r.messages.upsert('a', [{ providerMessageId: 'p1', providerThreadId: 't', rfcMessageId: 'x@y', inReplyTo: null, references: [], from: { name: 'Ana', email: 'a@b.c' }, replyTo: [], to: [], cc: [], bcc: [], subject: 'Hello wörld \0', snippet: 's', receivedAt: 1.7e12, sizeBytes: 3, placement: { labels: ['INBOX'], isRead: false, isStarred: false, inInbox: true, isSent: false, isDraft: false, isSpam: false, isTrash: false }, headers: [], body: { html: '<p>Łódź</p>', text: null }, attachments: [], defects: [] }])
    })
    const m = t.store.read.messages
    const page = await m.page({ accountIds: ['a'], box: 'INBOX', limit: 10 })
    console.log(page)
    expect(page).toHaveLength(1)
    expect(await m.page({ accountIds: ['a'], box: 'INBOX', limit: 10, search: 'lod wor' })).toEqual(page)
    expect(await m.count({ accountIds: ['a'], box: 'INBOX', search: 'lod wor' })).toBe(1)
    expect((await m.counts(['a'])).filter((c) => c.unread)).toHaveLength(2)
    console.log(await m.content(page[0]!.id))
    await t.store.transaction((r) => r.mailboxes.delete('m'))
    expect(await m.page({ accountIds: ['a'], box: 'INBOX', limit: 10, search: 'lod wor' })).toEqual([])
    await t.dispose()
  })
})
