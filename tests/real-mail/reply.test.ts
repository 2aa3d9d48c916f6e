import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EmailContent } from '#shared/contract/emails.ts'
import { contract } from '#shared/contract/index.ts'
import { createIsMe, ownAddresses } from '#shared/domain/own-addresses.ts'
import { replyRecipients } from '#shared/domain/reply-recipients.ts'
import { MAX_MESSAGE_FILE_BYTES } from '#shared/domain/message-limits.ts'
import { buildOutgoingMessage } from '#core/services/emails/build-outgoing-message.ts'
import { decodeBody, parseMime, walkParts } from '#simulator/mail/mime/parse-mime.ts'
import { seedAccount } from '../database/fixtures.ts'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { openTestStore } from '../support/database/test-store.ts'
import { eventually } from '../support/eventually.ts'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

const source = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`))

/** The mailbox's accounts: a Gmail account with an alias, and one of Microsoft 365. */
const isMe = createIsMe(
  ownAddresses([
    { emailAddress: 'meself@gmail.com', aliases: [{ address: 'sales@shop.example' }] },
    { emailAddress: 'ana.other@contoso.example', aliases: [] },
  ]),
)

interface Expected {
  reply: string[]
  all: { to: string[]; cc: string[] }
  box?: EmailContent['box']
}

const EXPECTED: Record<string, Expected> = {
  'reply-list-munged': {
    reply: ['ana@else.example'],
    all: { to: ['ana@else.example'], cc: ['dev@lists.example'] },
  },
  'reply-list-from-munged': {
    reply: ['ana@else.example'],
    all: { to: ['ana@else.example'], cc: ['dev@lists.example'] },
  },
  'reply-list-only': {
    reply: ['dev@lists.example'],
    all: { to: ['dev@lists.example'], cc: [] },
  },
  'reply-own-reply-to': {
    reply: ['noreply@calendar.example'],
    all: { to: ['noreply@calendar.example'], cc: [] },
  },
  'reply-several-reply-to': {
    reply: ['support@tracker.example', 'carla@tracker.example'],
    all: { to: ['support@tracker.example', 'carla@tracker.example'], cc: ['bob@else.example'] },
  },
  'reply-mail-followup-to': {
    reply: ['ana@home.example'],
    all: { to: ['dev@lists.example'], cc: [] },
  },
  'reply-own-alias': {
    box: 'SENT',
    reply: ['bob@else.example'],
    all: { to: ['bob@else.example'], cc: ['carl@else.example'] },
  },
  'reply-note': {
    reply: ['me.self+notes@googlemail.com'],
    all: { to: ['me.self+notes@googlemail.com'], cc: [] },
  },
  'reply-plus-and-dots': {
    reply: ['ana@else.example'],
    // A dot is somebody else outside Google's own domains.
    all: { to: ['ana@else.example'], cc: ['bob@else.example', 'anaother@contoso.example'] },
  },
  'reply-form-two-owners': {
    reply: ['visitor@else.example'],
    all: { to: ['visitor@else.example'], cc: ['partner@else.example'] },
  },
}

describe.each(PROVIDERS)('who an answer goes to, of a message through %s', (provider) => {
  let opened: OpenedMessage
  afterEach(() => opened.dispose())

  async function recipients(raw: Buffer, me: (email: string) => boolean, box?: Expected['box']) {
    opened = await openThrough(provider, raw)
    const content = await opened.content()
    const message = { ...content, box: box ?? content.box }
    const [one, all] = [false, true].map((toAll) => {
      const { to, cc } = replyRecipients(message, me, toAll)
      return { to: to.map(({ email }) => email), cc: cc.map(({ email }) => email) }
    })
    expect(one?.cc).toEqual([])
    return { reply: one?.to, all }
  }

  it('a contact form, from oneself to oneself: the visitor in Reply-To', async () => {
    const site = createIsMe(['ana@example.com'])
    expect(await recipients(source('wordpress-form'), site)).toEqual({
      reply: ['visitor@else.example'],
      all: { to: ['visitor@else.example'], cc: [] },
    })
  })

  it.each(Object.entries(EXPECTED))('%s', async (name, { box, ...expected }) => {
    expect(await recipients(source(name), isMe, box)).toEqual(expected)
  })
})

describe.each(PROVIDERS)(
  'an answer in a conversation of 210 messages, sent through %s',
  (provider) => {
    const EMAIL = 'ana@example.com'
    const ids = Array.from(
      { length: 210 },
      (_, index) => `<${index}.of.a.long.thread@mail.example.org>`,
    )
    const raw = Buffer.from(
      [
        'From: Bob <bob@else.example>',
        `To: ${EMAIL}`,
        'Subject: Re: Long',
        'Date: Mon, 05 May 2025 10:00:00 +0200',
        `Message-ID: ${ids[209] ?? ''}`,
        `References: ${ids.slice(0, 209).join('\r\n ')}`,
        'Content-Type: text/plain',
        '',
        'One more.',
      ].join('\r\n'),
    )
    let connected: ConnectedApp
    beforeAll(async () => {
      connected = await startConnectedApp({
        email: EMAIL,
        provider,
        prepare: ({ accounts }) => {
          if (provider === 'outlook')
            accounts.createMicrosoft({ email: EMAIL, messages: [{ raw }] })
          else accounts.create({ email: EMAIL, messages: [{ raw, labels: ['INBOX'] }] })
        },
      })
      await connected.untilComplete()
    })
    afterAll(() => connected.dispose())

    it('names the first and as many of the last as fit in two kilobytes, in lines that any server takes', async () => {
      const { app, mailboxId, accountId, simulator } = connected
      const emails = `/api/mailboxes/${mailboxId}/emails`
      const { body } = await app.api<{ items: { id: string }[] }>('GET', `${emails}?box=INBOX`)
      const sent = await app.api('POST', `${emails}/send`, {
        account_id: accountId,
        to: ['bob@else.example'],
        subject: 'Re: Long',
        body_html: '<p>Fine.</p><table><tr><td>a</td><td>b</td></tr></table><p>-- <br>Ana</p>',
        in_reply_to: body.items[0]?.id,
      })
      expect(sent.status).toBe(200)
      let source: Buffer = Buffer.alloc(0)
      await eventually(() => {
        const account =
          provider === 'gmail' ? simulator.accounts.get(EMAIL) : simulator.accounts.microsoft(EMAIL)
        const found = [...account.messages()].find((one) => one.raw.includes('X-App-Send-Id'))
        if (found !== undefined) source = found.raw
        return Promise.resolve(found !== undefined)
      }, 'the answer to arrive')

      const root = parseMime(source)
      const header = (name: string): string =>
        root.headers.find((field) => field.name.toLowerCase() === name)?.value.trim() ?? ''
      const references = header('references').split(/\s+/u)
      expect(references.join('\r\n ').length).toBeLessThanOrEqual(2_000)
      expect(references.length).toBeGreaterThan(30)
      expect([references[0], ...references.slice(1)]).toEqual([
        ids[0],
        ...ids.slice(1 - references.length),
      ])
      expect(header('in-reply-to')).toBe(ids[209])
      const lines = source.toString('latin1').split('\r\n')
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998)
      // Exchange keeps no text alternative of ours.
      if (provider === 'outlook') return
      const text = [...walkParts(root)].find(({ mimeType }) => mimeType === 'text/plain')
      expect(text && decodeBody(text).toString().replaceAll('\r\n', '\n').trim()).toBe(
        'Fine.\n\na\tb\n\n-- \nAna',
      )
    })
  },
)

describe('the pictures of a quoted message', () => {
  const picture = (letter: string, bytes: number): string =>
    `<img src="data:image/png;base64,${Buffer.alloc(bytes, letter).toString('base64')}">`

  it('go along up to what one message may carry, and more is refused in words', async () => {
    const database = await openTestStore('sqlite')
    const { store } = database
    const { account, mailboxId } = await seedAccount(store)
    const files = { write: async () => Promise.resolve({ hash: 'h', sizeBytes: 1 }) }
    const build = (html: string) => {
      const input = contract['emails.send'].input.parse({
        mailboxId,
        accountId: account.id,
        to: ['bob@else.example'],
        bodyHtml: html,
      })
      return buildOutgoingMessage({ store, files } as never, account, input, 'send-1')
    }
    try {
      const fitting = picture('a', 12_000_000) + picture('b', 8_000_000)
      expect((await build(fitting)).files).toHaveLength(2)
      const size = 26_300_000
      await expect(build(fitting + picture('c', size - 20_000_000))).rejects.toMatchObject({
        code: 'file_too_large',
        detail: { size, limit: MAX_MESSAGE_FILE_BYTES },
      })
    } finally {
      await database.dispose()
    }
  })
})
