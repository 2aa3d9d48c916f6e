import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { EmailContent } from '#shared/contract/emails.ts'
import { createIsMe, ownAddresses } from '#shared/domain/own-addresses.ts'
import { replyRecipients } from '#shared/domain/reply-recipients.ts'
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

let opened: OpenedMessage
afterEach(() => opened.dispose())

describe.each(PROVIDERS)('who an answer goes to, of a message through %s', (provider) => {
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
