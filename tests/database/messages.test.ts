import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Box, HomeBox } from '../../src/shared/contract/enums.ts'
import type { IncomingMessage, MessageRow, Placement } from '../../src/main/core/ports/messages.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { providerLabel } from '../support/database/provider-label.ts'
import { INBOX, mail, NOW, seedAccount } from './fixtures.ts'
import { markReadAndQueue } from '../support/sync/change-messages.ts'
import { storedIds, storedPlacements } from '../support/database/stored-messages.ts'

describe.each(DIALECTS)('messages on %s', (dialect) => {
  let opened: TestStore
  let store: Store
  beforeAll(async () => {
    opened = await openTestStore(dialect)
    store = opened.store
  })
  afterAll(async () => await opened.dispose())

  const newAccount = async () => (await seedAccount(store)).account.id
  const upsert = async (accountId: string, messages: IncomingMessage[]) =>
    await store.transaction(async (tx) => await tx.messages.upsert(accountId, messages))
  const providerIds = async (accountIds: string[], box: Box, rest = {}) =>
    (await store.read.messages.page({ accountIds, box, limit: 100, ...rest })).map(
      (row) => row.providerMessageId,
    )
  const unread = async (accountId: string, box: Box) =>
    (await store.read.messages.boxCounts([accountId])).find((count) => count.box === box)?.unread

  it('keeps all that a list shows and all that opening needs', async () => {
    const { account, mailboxId } = await seedAccount(store)
    const message = mail('whole', {
      cc: [{ name: 'Cy', email: 'cy@example.com' }],
      bcc: [{ name: '', email: 'di@example.com' }],
      inReplyTo: 'earlier@mail.example.com',
      references: ['first@mail.example.com', 'earlier@mail.example.com'],
      subject: 'Łódź 京都 👍',
      receivedAt: NOW + 7,
      body: { html: '<p>Hi</p>', text: null },
      attachments: [
        {
          partId: '1.2',
          providerAttachmentId: 'x',
          filename: 'plan.pdf',
          contentType: 'application/pdf',
          sizeBytes: 9,
          contentId: null,
          isInline: false,
        },
      ],
      defects: ['A header was not valid'],
      place: { isRead: false, isStarred: true, labels: ['INBOX', 'Label_7'] },
    })
    const [id] = await upsert(account.id, [message])
    const row = await store.read.messages.get(Number(id))
    expect(row).toEqual({
      id,
      sortKey: id,
      accountId: account.id,
      mailboxId,
      providerMessageId: 'whole',
      providerThreadId: 'thread of whole',
      rfcMessageId: 'whole@mail.example.com',
      fromName: 'Bo Lind',
      fromEmail: 'bo@example.net',
      to: message.to,
      cc: message.cc,
      subject: 'Łódź 京都 👍',
      snippet: 'The first words',
      receivedAt: NOW + 7,
      sizeBytes: 1234,
      isRead: false,
      isStarred: true,
      hasAttachments: true,
      homeBox: 'INBOX',
      labels: ['INBOX', 'Label_7'],
      threadId: id,
    })
    expect(await store.read.messages.content(Number(id))).toEqual({
      replyTo: [],
      bcc: message.bcc,
      inReplyTo: message.inReplyTo,
      references: message.references,
      headers: message.headers,
      body: message.body,
      attachments: message.attachments,
      defects: message.defects,
    })
    expect(await store.read.messages.getByProviderId(account.id, 'whole')).toEqual(row)
    expect(
      await store.read.messages.getByRfcMessageId([account.id], 'whole@mail.example.com'),
    ).toEqual(row)
    expect(await store.read.messages.getByRfcMessageId([], 'whole@mail.example.com')).toBeNull()
  })

  it.each([1_000, 5_000, 40_000, 400_000])('keeps a body of %i characters', async (length) => {
    const accountId = await newAccount()
    const text = 'zażółć gęślą jaźń 🦊 '.repeat(length / 20)
    const [id] = await upsert(accountId, [mail('long', { body: { html: text, text } })])
    expect((await store.read.messages.content(Number(id)))?.body).toEqual({ html: text, text })
  })

  it('takes what hostile mail holds: NUL, broken Unicode, impossible dates', async () => {
    const accountId = await newAccount()
    const [id] = await upsert(accountId, [
      mail('hostile', {
        subject: 'a\0b\ud800c',
        from: { name: '\0', email: '\udfff' },
        to: [{ name: 'x\0\ud800', email: 'y' }],
        receivedAt: Number.NaN,
        body: { html: null, text: 'nul \0 and half \ud800 a pair' },
      }),
    ])
    const row = await store.read.messages.get(Number(id))
    expect(row).toMatchObject({ subject: 'ab\ufffdc', fromName: '', receivedAt: 0 })
    expect(row?.to).toEqual([{ name: 'x\0\ud800', email: 'y' }])
    expect((await store.read.messages.content(Number(id)))?.body.text).toContain('nul \0 and half')
  })

  it.each<[string, Partial<Placement>, HomeBox, Box[]]>([
    ['an ordinary message', {}, 'INBOX', ['ALL_MAIL', 'INBOX']],
    ['one sent to oneself', { isSent: true }, 'INBOX', ['ALL_MAIL', 'INBOX', 'SENT']],
    ['one that was sent', { inInbox: false, isSent: true }, 'SENT', ['ALL_MAIL', 'SENT']],
    ['one in no other box', { inInbox: false }, 'ARCHIVE', ['ALL_MAIL', 'ARCHIVE']],
    ['a starred one', { isStarred: true }, 'INBOX', ['ALL_MAIL', 'INBOX', 'STARRED']],
    ['starred spam', { isSpam: true, isStarred: true }, 'SPAM', ['SPAM']],
    ['spam thrown away', { isSpam: true, isTrash: true }, 'TRASH', ['TRASH']],
    ['a draft', { isDraft: true, inInbox: false, isStarred: true }, 'DRAFT', []],
  ])('lists %s where it belongs', async (_what, place, homeBox, boxes) => {
    const accountId = await newAccount()
    const [id] = await upsert(accountId, [mail('one', { place })])
    expect((await store.read.messages.get(Number(id)))?.homeBox).toBe(homeBox)
    const listed: Box[] = []
    for (const { box, total } of await store.read.messages.boxCounts([accountId])) {
      const ids = await providerIds([accountId], box)
      expect(ids.length, box).toBe(total)
      if (ids.includes('one')) listed.push(box)
    }
    expect(listed.sort()).toEqual(boxes.sort())
  })

  it('keeps the id of a stored message, whatever changes about it', async () => {
    const accountId = await newAccount()
    const before = await upsert(accountId, [mail('one'), mail('two')])
    const after = await upsert(accountId, [
      mail('two', { receivedAt: NOW - 86_400_000, subject: 'Moved' }),
      mail('one'),
    ])
    expect(after).toEqual(before.toReversed())
    expect((await store.read.messages.get(Number(before[1])))?.subject).toBe('Moved')
  })

  it('takes the last word where a batch names a message twice', async () => {
    const accountId = await newAccount()
    const ids = await upsert(accountId, [
      mail('twice', { subject: 'first', place: { isRead: false } }),
      mail('twice', { subject: 'second' }),
    ])
    expect(new Set(ids).size).toBe(1)
    expect((await store.read.messages.get(Number(ids[0])))?.subject).toBe('second')
    expect(await unread(accountId, 'INBOX')).toBe(0)
  })

  it('tells messages of one second apart, thousands of them', async () => {
    const accountId = await newAccount()
    const ids = await upsert(
      accountId,
      Array.from({ length: 4000 }, (_, index) => mail(`same ${index}`)),
    )
    expect(new Set(ids).size).toBe(4000)
    expect(ids.every((id) => Math.floor(id / 2 ** 21) === NOW / 1000)).toBe(true)
    expect(await store.read.messages.count({ accountIds: [accountId], box: 'INBOX' })).toBe(4000)
  })

  it('walks one merged list over several accounts by cursor and by offset alike', async () => {
    const accounts = [await newAccount(), await newAccount(), await newAccount()]
    for (const [which, accountId] of accounts.entries()) {
      await upsert(
        accountId,
        Array.from({ length: 40 }, (_, index) =>
          mail(`${which}-${index}`, { receivedAt: NOW - (index * 3 + which) * 1000 }),
        ),
      )
    }
    const all = await providerIds(accounts, 'INBOX', { limit: 500 })
    expect(all).toHaveLength(120)
    expect(all.slice(0, 4)).toEqual(['0-0', '1-0', '2-0', '0-1'])

    const byCursor: string[] = []
    let after: MessageRow | undefined
    for (;;) {
      const page = await store.read.messages.page({
        accountIds: accounts,
        box: 'INBOX',
        limit: 7,
        after,
      })
      if (page.length === 0) break
      byCursor.push(...page.map((row) => row.providerMessageId))
      after = page.at(-1)
    }
    expect(byCursor).toEqual(all)
    expect(await providerIds(accounts, 'INBOX', { limit: 7, offset: 100 })).toEqual(
      all.slice(100, 107),
    )
    expect(await providerIds([], 'INBOX')).toEqual([])
  })

  it('places messages, answers those that changed, and ignores unknown ones', async () => {
    const accountId = await newAccount()
    const [one] = await upsert(accountId, [mail('one'), mail('two')])
    const placement = { ...INBOX, isRead: false, isTrash: true, labels: ['TRASH'] }
    const change = async () =>
      await store.transaction(
        async (tx) =>
          await tx.messages.applyPlacements(accountId, [
            { providerMessageId: 'one', placement },
            { providerMessageId: 'two', placement: INBOX },
            { providerMessageId: 'nobody', placement },
          ]),
      )
    expect(await change()).toEqual([one])
    expect(await change()).toEqual([])
    expect(await providerIds([accountId], 'TRASH')).toEqual(['one'])
    expect((await storedPlacements(store, accountId)).get('one')).toEqual(placement)
    expect(await unread(accountId, 'TRASH')).toBe(1)
  })

  it('marks read and unread, and answers those that changed', async () => {
    const accountId = await newAccount()
    const ids = await upsert(accountId, [
      mail('one', { place: { isRead: false } }),
      mail('two', { place: { isRead: false } }),
    ])
    const setRead = async (isRead: boolean) =>
      await store.transaction((tx) =>
        markReadAndQueue(tx, accountId, ['one', 'two', 'unknown'], isRead),
      )
    expect((await setRead(true)).toSorted()).toEqual(ids.toSorted())
    expect(await setRead(true)).toEqual([])
    expect(await unread(accountId, 'INBOX')).toBe(0)
    await setRead(false)
    expect(await unread(accountId, 'INBOX')).toBe(2)
  })

  it('keeps a read state decided here until the provider has been told', async () => {
    const accountId = await newAccount()
    const unreadMail = (id: string) => mail(id, { place: { isRead: false } })
    await upsert(accountId, [unreadMail('decided'), unreadMail('other')])
    await store.transaction((tx) => markReadAndQueue(tx, accountId, ['decided'], true))
    const isRead = async (id: string) =>
      (await store.read.messages.getByProviderId(accountId, id))?.isRead
    const starred = { ...INBOX, isRead: false, isStarred: true }

    await upsert(accountId, [unreadMail('decided')])
    await store.transaction(
      async (tx) =>
        await tx.messages.applyPlacements(accountId, [
          { providerMessageId: 'decided', placement: starred },
          { providerMessageId: 'other', placement: starred },
        ]),
    )
    expect(await isRead('decided')).toBe(true)
    expect(await isRead('other')).toBe(false)
    expect(await providerIds([accountId], 'STARRED')).toHaveLength(2)
    expect(await unread(accountId, 'INBOX')).toBe(1)

    await store.transaction(async ({ pendingChanges }) => {
      const queued = await pendingChanges.list([accountId], 10)
      await pendingChanges.delete(queued.map(({ id }) => id))
    })
    await upsert(accountId, [unreadMail('decided')])
    expect(await isRead('decided')).toBe(false)
    expect(await unread(accountId, 'INBOX')).toBe(2)
  })

  it('deletes by provider id and forgets nothing else', async () => {
    const accountId = await newAccount()
    const [one, two] = await upsert(accountId, [mail('one'), mail('two')])
    const deleted = await store.transaction(
      async (tx) => await tx.messages.deleteByProviderId(accountId, ['one', 'nobody']),
    )
    expect(deleted).toEqual([one])
    expect(await store.read.messages.content(Number(one))).toBeNull()
    expect(await store.read.messages.content(Number(two))).not.toBeNull()
    expect(await store.read.messages.knownIds(accountId, ['one', 'two'])).toEqual(new Set(['two']))
    expect(await storedIds(store, accountId)).toEqual(new Set(['two']))
  })

  it('reads the placements of an account in chunks, each message once', async () => {
    const accountId = await newAccount()
    const other = await newAccount()
    const ids = Array.from({ length: 25 }, (_, n) => `m${n % 2 === 0 ? 'X' : 'x'}-${n}`)
    expect(await store.read.messages.hasAny(accountId)).toBe(false)
    await upsert(
      accountId,
      ids.map((id) => mail(id)),
    )
    await upsert(other, [mail('of another account')])
    expect(await store.read.messages.hasAny(accountId)).toBe(true)
    const seen: string[] = []
    let chunk = await store.read.messages.placementsAfter(accountId, null, 10)
    while (chunk.length > 0) {
      seen.push(...chunk.map(({ providerMessageId }) => providerMessageId))
      // What was read already may be deleted meanwhile.
      await store.transaction(
        async (tx) => await tx.messages.deleteByProviderId(accountId, seen.slice(-3)),
      )
      chunk = await store.read.messages.placementsAfter(accountId, seen.at(-1) ?? null, 10)
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect((await storedPlacements(store, accountId)).size).toBe(25 - 9)
  })

  it('remembers which file holds an attachment, until the message goes', async () => {
    const accountId = await newAccount()
    const ids = await upsert(accountId, [mail('one')])
    const id = Number(ids[0])
    await store.transaction(async (tx) => {
      await tx.attachmentFiles.save(id, '1.2', 'old')
      await tx.attachmentFiles.save(id, '1.2', 'new')
    })
    expect(await store.read.attachmentFiles.findHash(id, '1.2')).toBe('new')
    expect(await store.read.attachmentFiles.findHash(id, '1.3')).toBeNull()
    await store.transaction(async (tx) => await tx.messages.deleteByProviderId(accountId, ['one']))
    expect(await store.read.attachmentFiles.findHash(id, '1.2')).toBeNull()
  })

  it('leaves no row behind when a mailbox is deleted', async () => {
    const seeded = await seedAccount(store)
    const accountId = seeded.account.id
    await upsert(
      accountId,
      Array.from({ length: 250 }, (_, index) => mail(`m${index}`, { subject: 'vanishing' })),
    )
    await store.transaction(async (tx) => {
      await tx.sync.addBacklog(accountId, [{ providerMessageId: 'q', providerThreadId: 't' }])
      await tx.sync.saveLabels(accountId, [providerLabel({ id: 'L' })])
      await tx.mailboxes.delete(seeded.mailboxId)
    })
    expect(await store.read.accounts.get(accountId)).toBeNull()
    const where = `where account_id = '${accountId}'`
    for (const table of ['messages', 'box_counts', 'backlog', 'labels', 'sync_states']) {
      const [row] = await opened.query(`select count(*) as n from ${table} ${where}`)
      expect(Number(row?.['n']), table).toBe(0)
    }
    const orphans = await opened.query(
      dialect === 'sqlite'
        ? `select rowid from message_search where message_search match '"vanishing"'`
        : `select message_id from message_search where words @@ '''vanishing'''::tsquery`,
    )
    expect(orphans).toEqual([])
  })
})
