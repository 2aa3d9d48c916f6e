import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/main/core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { INBOX, mail, NOW, seedAccount } from './fixtures.ts'

describe.each(DIALECTS)('search on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  async function stored(messages: IncomingMessage[]) {
    const { account } = await seedAccount(opened.store)
    const { store } = opened
    await store.transaction(async (tx) => await tx.messages.upsert(account.id, messages))
    const query = { accountIds: [account.id], box: 'ALL_MAIL' as const }
    return {
      accountId: account.id,
      find: async (search: string, rest = {}) =>
        (await store.read.messages.page({ ...query, limit: 50, search, ...rest })).map(
          (row) => row.providerMessageId,
        ),
      count: async (search: string) => await store.read.messages.count({ ...query, search }),
    }
  }

  it.each([
    ['Łódź', 'lodz'],
    ['Łódź', 'ŁÓDŹ'],
    ['Zażółć gęślą jaźń', 'zazolc jazn'],
    ['Ørsted', 'orsted'],
    ['straße', 'strasse'],
    ['strasse', 'straße'],
    ['the ﬁnal word', 'final'],
    ['final', 'ﬁnal'],
    ['Ёлка', 'елка'],
    ['елка', 'ёлка'],
    ['Ελλάδα', 'ελλαδα'],
    ['ΟΔΟΣ', 'οδός'],
    ["O'Brien", 'obrien'],
    ['O’Brien', "O'Brien"],
    ['obrien', "O'Brien"],
    ['Hà Nội', 'ha noi'],
    ['Đặng', 'dang'],
    ['京都', '京都'],
    ['今日は京都市へ行く', '京都'],
    ['今日は京都市へ行く', '市'],
    ['ガイド', 'がいど'.normalize('NFC').replace(/./gu, (kana) => katakana(kana))],
    ['한국어', '한국'],
    ['José', 'jose'],
    ['İstanbul', 'istanbul'],
    ['ＦＵＬＬ　ｗｉｄｔｈ', 'full width'],
    ['encyclopædia', 'encyclopaedia'],
  ])('finds %s by %s', async (text, search) => {
    const { find } = await stored([mail('it', { subject: text }), mail('other')])
    expect(await find(search)).toEqual(['it'])
  })

  it.each(['東京', '都京', 'lodzx', 'ldz'])('does not find Łódź 京都 by %s', async (search) => {
    const { find } = await stored([mail('it', { subject: 'Łódź 京都' })])
    expect(await find(search)).toEqual([])
  })

  it('looks in the subject, in names and addresses of all concerned, and in the text', async () => {
    const { find } = await stored([
      mail('it', {
        subject: 'Quarterly figures',
        from: { name: 'Zofia Nowak', email: 'zofia@firm.example' },
        cc: [{ name: 'Cyrus', email: 'cy@elsewhere.example' }],
        bcc: [{ name: '', email: 'hidden@copy.example' }],
        body: { html: null, text: 'See the enclosed spreadsheet.' },
      }),
      mail('other'),
    ])
    for (const word of ['quarterly', 'zofia', 'firm.example', 'cyrus', 'hidden@copy', 'spreads']) {
      expect(await find(word), word).toEqual(['it'])
    }
  })

  it('reads HTML without its tags, styles and scripts', async () => {
    const html =
      '<head><title>tabtitle</title><style>.hero{colour:teal}</style></head><!-- secretcomment -->' +
      '<p class="attributeword">Caf&eacute; &amp; cr&#232;me</p><script>var scripted</script>'
    const { find } = await stored([mail('it', { body: { html, text: null } })])
    expect(await find('cafe creme')).toEqual(['it'])
    for (const word of ['teal', 'attributeword', 'scripted', 'secretcomment', 'tabtitle']) {
      expect(await find(word), word).toEqual([])
    }
  })

  it('wants every word: the last as the start of one, the others whole', async () => {
    const { find } = await stored([
      mail('it', { body: { html: null, text: 'Meeting on budgets' } }),
    ])
    expect(await find('meeting budg')).toEqual(['it'])
    expect(await find('budg meeting')).toEqual([])
    expect(await find('meeting holiday')).toEqual([])
    expect(await find('eeting')).toEqual([])
  })

  it('looks inside the words of subjects and people too, for two letters or more', async () => {
    const { find } = await stored([
      mail('it', {
        subject: 'Meeting about budgets',
        from: { name: 'Łukasz', email: 'office@hanoi.example' },
      }),
      mail('other', { body: { html: null, text: 'hanoi eeting' } }),
    ])
    for (const part of [
      'noi',
      'oi',
      'oi.exa',
      'ce@hanoi',
      'kasz',
      'udge',
      'udge eeti',
      'from:noi',
    ]) {
      expect(await find(part), part).toContain('it')
    }
    expect(await find('subject:noi')).toEqual([])
    expect(await find('"noi"')).toEqual([])
    expect((await find('"hanoi"')).toSorted()).toEqual(['it', 'other'])
  })

  it('finds what is quoted as it stands, word next to word', async () => {
    const { find } = await stored([
      mail('it', { body: { html: null, text: 'We will meet in Łódź, at noon' } }),
      mail('other', { subject: 'meet', body: { html: null, text: 'in Lodz we will' } }),
    ])
    expect(await find('"meet in lodz"')).toEqual(['it'])
    expect(await find('"in meet"')).toEqual([])
    expect(await find('"mee" in')).toEqual([])
    expect(await find('"will meet" lodz')).toEqual(['it'])
  })

  it('answers the operators', async () => {
    const attachment = {
      partId: '2',
      providerAttachmentId: 'a',
      filename: 'Plan-2026.pdf',
      contentType: 'application/pdf',
      sizeBytes: 9,
      contentId: null,
      isInline: false,
    }
    const { find } = await stored([
      mail('plan', {
        subject: 'Plan',
        from: { name: 'Ana', email: 'ana@x.example' },
        to: [{ name: 'Bo', email: 'bo@y.example' }],
        cc: [{ name: 'Cy', email: 'cy@z.example' }],
        bcc: [{ name: 'Di', email: 'di@z.example' }],
        receivedAt: Date.UTC(2026, 0, 15),
        sizeBytes: 6_000_000,
        attachments: [attachment],
        body: { html: null, text: 'See https://x.example' },
        place: { isRead: false, isStarred: true },
      }),
      mail('reply', {
        subject: 'Re: Plan',
        from: { name: 'Bo', email: 'bo@y.example' },
        to: [{ name: 'Ana', email: 'ana@x.example' }],
        receivedAt: Date.UTC(2026, 1, 15),
        sizeBytes: 1000,
        inReplyTo: 'plan@mail.example.com',
        references: ['plan@mail.example.com'],
        place: { isRead: true, isSent: true, inInbox: false },
      }),
    ])
    const both = ['plan', 'reply']
    const expected: [string, string[]][] = [
      ['from:ana', ['plan']],
      ['to:ana', ['reply']],
      ['from:na to:bo', ['plan']],
      ['cc:cy bcc:di', ['plan']],
      ['subject:re', ['reply']],
      ['subject:(plan re)', ['reply']],
      ['filename:pdf', ['plan']],
      ['has:attachment', ['plan']],
      ['has:link ', ['plan']],
      ['plan is:unread', ['plan']],
      ['is:read', ['reply']],
      ['is:starred', ['plan']],
      ['is:snoozed', []],
      ['is:replied', ['plan']],
      ['before:2026-02-01', ['plan']],
      ['after:2026-02-01 plan', ['reply']],
      ['on:2026-01 plan', ['plan']],
      ['larger:5M', ['plan']],
      ['smaller:5M plan', ['reply']],
      ['plan -from:ana', ['reply']],
      ['-from:ana', ['reply']],
      ['-has:attachment plan', ['reply']],
      ['from:ana OR from:bo', both],
      ['is:unread OR from:bo', both],
      ['(is:unread from:ana) OR (is:read from:bo)', both],
      ['plan -(is:unread OR has:link)', ['reply']],
      ['in:inbox', ['plan']],
      ['in:sent', ['reply']],
      ['in:anywhere plan', both],
      ['in:trash', []],
      ['account:nowhere', []],
      ['label:nothing', []],
    ]
    for (const [question, found] of expected) {
      expect((await find(question)).toSorted(), question).toEqual(found)
    }
  })

  it.each([
    ['100%', ['percent']],
    ['AND', ['operators']],
    ['and not or near', ['operators']],
    ['NEAR(words operators)', ['operators']],
    ['subject:percent', ['percent']],
    ['"', []],
    ['*', []],
    ["'; drop table messages; --", []],
    ['word*', ['operators']],
    ['"operators" & !words', ['operators']],
    ['\\', []],
    ['^operators', ['operators']],
    ['{words}', ['operators']],
    ['qz\0qx', []],
    ['', []],
  ])('takes %j as text, not as a query', async (search, found) => {
    const { find, count } = await stored([
      mail('percent', { subject: 'subject percent 100% sure', body: { html: null, text: 'x' } }),
      mail('operators', {
        subject: 'and not or near words operators',
        body: { html: null, text: 'x' },
      }),
    ])
    expect(await find(search)).toEqual(found)
    expect(await count(search)).toBe(found.length)
  })

  it('lists newest first, by cursor and offset, in one box of the given accounts', async () => {
    const { find, count, accountId } = await stored(
      Array.from({ length: 30 }, (_, index) =>
        mail(`m${index}`, {
          subject: 'needle',
          receivedAt: NOW - index * 60_000,
          place: index % 3 === 0 ? { inInbox: false } : {},
        }),
      ),
    )
    await stored([mail('elsewhere', { subject: 'needle' })])
    const all = await find('needle')
    expect(all).toEqual(Array.from({ length: 30 }, (_, index) => `m${index}`))
    expect(await count('needle')).toBe(30)
    expect(await find('needle', { box: 'ARCHIVE' })).toEqual(all.filter((_, n) => n % 3 === 0))
    expect(await find('needle', { limit: 5, offset: 10 })).toEqual(all.slice(10, 15))
    const tenth = await opened.store.read.messages.getByProviderId(accountId, 'm9')
    expect(await find('needle', { limit: 5, after: tenth })).toEqual(all.slice(10, 15))
  })

  it('follows a message that changes or goes', async () => {
    const { find, accountId } = await stored([mail('it', { subject: 'before' })])
    await opened.store.transaction(
      async (tx) => await tx.messages.upsert(accountId, [mail('it', { subject: 'after' })]),
    )
    expect(await find('before')).toEqual([])
    expect(await find('after')).toEqual(['it'])
    await opened.store.transaction(
      async (tx) =>
        await tx.messages.applyPlacements(accountId, [
          { providerMessageId: 'it', placement: { ...INBOX, isTrash: true } },
        ]),
    )
    expect(await find('after')).toEqual([])
    expect(await find('after', { box: 'TRASH' })).toEqual(['it'])
    await opened.store.transaction(
      async (tx) => await tx.messages.deleteByProviderId(accountId, ['it']),
    )
    expect(await find('after', { box: 'TRASH' })).toEqual([])
  })

  it('takes a message of any size', async () => {
    const { find } = await stored([
      mail('it', {
        subject: 'x'.repeat(100_000),
        to: Array.from({ length: 5000 }, (_, n) => ({ name: `漢字${n}`, email: `a${n}@b.c` })),
        body: { html: '<p>'.repeat(200_000), text: '京'.repeat(50_000) },
      }),
    ])
    expect(await find('京京')).toEqual(['it'])
    expect(await find('x'.repeat(200))).toEqual(['it'])
  })
})

function katakana(hiragana: string): string {
  return String.fromCodePoint((hiragana.codePointAt(0) ?? 0) + 0x60)
}
