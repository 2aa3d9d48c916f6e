import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startHeadlessApp, TEST_TOKEN, type HeadlessApp } from '../support/app/headless-app.ts'

interface Account {
  account_id: string
  provider: 'gmail' | 'outlook'
  display_label: string
  email_address: string
  status: string
  colour: string
}
interface Item {
  id: string
  account_id: string
  provider_message_id: string
  subject: string
  is_read: boolean
  has_attachments: boolean
}
interface Demo {
  mailbox_id: string
  account_ids: string[]
}

const WORK = 'mara.lindqvist@haldenroe.example'
const CLIENT = 'mara.lindqvist@kestrelcouncil.example'

/** What the tests ask of a running demo. */
function asking(app: () => HeadlessApp) {
  const start = async (): Promise<Demo> => (await app().api<Demo>('POST', '/api/demo')).body
  const untilComplete = (): Promise<unknown> =>
    eventually(async () => {
      const { body } = await app().api<{ accounts: { phase: string; backlog: number }[] }>(
        'GET',
        '/api/status',
      )
      return body.accounts.every(({ phase, backlog }) => phase === 'complete' && backlog === 0)
    }, 'the demo to be complete')
  const accountsOf = async (mailbox: string): Promise<Account[]> =>
    (await app().api<Account[]>('GET', `/api/mailboxes/${mailbox}/accounts`)).body
  const list = async (mailbox: string, query: string): Promise<Item[]> =>
    (
      await app().api<{ items: Item[] }>(
        'GET',
        `/api/mailboxes/${mailbox}/emails?limit=500&${query}`,
      )
    ).body.items
  return { start, untilComplete, accountsOf, list }
}

describe('the demo, over HTTP', () => {
  let app: HeadlessApp
  let mailbox = ''
  let accounts: Account[] = []
  const { start, untilComplete, accountsOf, list } = asking(() => app)

  beforeAll(async () => {
    app = await startHeadlessApp()
    mailbox = (await start()).mailbox_id
    accounts = await accountsOf(mailbox)
    await untilComplete()
  })
  afterAll(() => app.dispose())

  const withAddress = (email: string): Account => {
    const found = accounts.find(({ email_address }) => email_address === email)
    if (!found) throw new Error(`no account ${email}`)
    return found
  }
  const send = async (from: string, message: object): Promise<void> => {
    const { body } = await app.api<{ outbox_id: string }>(
      'POST',
      `/api/mailboxes/${mailbox}/emails/send`,
      { account_id: withAddress(from).account_id, ...message },
    )
    await eventually(async () => {
      const item = await app.api<{ state: string }>('GET', `/api/outbox/${body.outbox_id}`)
      return item.body.state === 'sent'
    }, 'the message to be sent')
  }

  it('has two Gmail accounts and an Outlook account, told apart by name and colour', () => {
    expect(accounts.map(({ provider, display_label }) => [provider, display_label])).toEqual([
      ['gmail', 'Work (demo)'],
      ['gmail', 'Personal (demo)'],
      ['outlook', 'Client (demo)'],
    ])
    expect(accounts.map(({ status }) => status)).toEqual(['connected', 'connected', 'connected'])
    expect(new Set(accounts.map(({ colour }) => colour)).size).toBe(3)
  })

  it.each(['INBOX', 'SENT', 'SPAM', 'TRASH', 'STARRED', 'ALL_MAIL'])(
    'has mail of all three in %s',
    async (box) => {
      const owners = new Set((await list(mailbox, `box=${box}`)).map((item) => item.account_id))
      expect(owners).toEqual(new Set(accounts.map(({ account_id }) => account_id)))
    },
  )

  it('opens mail of the Outlook account, and its files are whole', async () => {
    const { account_id } = withAddress(CLIENT)
    const items = await list(mailbox, `box=INBOX&account_id=${account_id}`)
    const item = items.find(({ subject }) => subject.startsWith('Your purchase order'))
    const { body } = await app.api<{
      html_body: string
      attachments: { attachment_id: string; filename: string }[]
    }>('GET', `/api/mailboxes/${mailbox}/emails/${item?.id ?? ''}/content`)
    expect(body.html_body).toContain('Daniel Acheampong')
    const [file] = body.attachments
    expect(file?.filename).toBe('purchase-order-77-2041.pdf')
    const answer = await fetch(
      `${app.url}/api/mailboxes/${mailbox}/emails/${item?.id ?? ''}/attachments/${file?.attachment_id ?? ''}`,
      { headers: { authorization: `Bearer ${TEST_TOKEN}` } },
    )
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-/u)
  })

  it.each([
    [WORK, CLIENT],
    [CLIENT, WORK],
  ])('carries a message from %s to %s, and the answer back', async (from, to) => {
    const subject = `Hello from ${from}`
    await send(from, { to: [to], subject, body_text: 'Hello over there.' })
    const arrival = (email: string, wanted: string): Promise<Item> =>
      eventually(async () => {
        await app.api('POST', `/api/mailboxes/${mailbox}/emails/sync-metadata`)
        const items = await list(mailbox, `box=INBOX&account_id=${withAddress(email).account_id}`)
        return items.find((item) => item.subject === wanted)
      }, `“${wanted}” in the inbox of ${email}`)
    const arrived = await arrival(to, subject)
    expect(arrived.is_read).toBe(false)
    await send(to, {
      to: [from],
      subject: `Re: ${subject}`,
      body_text: 'Hello back.',
      in_reply_to: arrived.id,
    })
    await arrival(from, `Re: ${subject}`)
    const sent = (await list(mailbox, 'box=SENT')).filter((item) => item.subject.includes(subject))
    expect(sent.map((item) => [item.account_id, item.subject]).toSorted()).toEqual(
      [
        [withAddress(from).account_id, subject],
        [withAddress(to).account_id, `Re: ${subject}`],
      ].toSorted(),
    )
  })
})

describe('a demo that was there before', () => {
  let app: HeadlessApp
  const { start, untilComplete, accountsOf, list } = asking(() => app)
  beforeEach(async () => {
    app = await startHeadlessApp()
  })
  afterEach(() => app.dispose())

  const again = async (between?: () => void): Promise<void> => {
    const { dataDir } = app
    await app.stop()
    between?.()
    app = await startHeadlessApp({ dataDir })
  }
  const clientOf = async (mailbox: string): Promise<Account | undefined> =>
    (await accountsOf(mailbox)).find(({ provider }) => provider === 'outlook')

  it('remembers over a restart what was done in the Outlook account', async () => {
    const { mailbox_id } = await start()
    await untilComplete()
    const unread = (await list(mailbox_id, 'box=INBOX')).filter((item) => !item.is_read)
    const client = await clientOf(mailbox_id)
    const [item] = unread.filter(({ account_id }) => account_id === client?.account_id)
    await app.api('PATCH', `/api/mailboxes/${mailbox_id}/emails/read-status`, {
      is_read: true,
      items: [{ account_id: client?.account_id, provider_message_id: item?.provider_message_id }],
    })
    await eventually(async () => {
      const { body } = await app.api<{ accounts: { pending_actions: number }[] }>(
        'GET',
        '/api/status',
      )
      return body.accounts.every(({ pending_actions }) => pending_actions === 0)
    }, 'the provider to be told')
    await again()
    const { body } = await app.api<{ failed_accounts: unknown[] }>(
      'POST',
      `/api/mailboxes/${mailbox_id}/emails/sync-metadata`,
    )
    expect(body.failed_accounts).toEqual([])
    const now = await list(mailbox_id, 'box=INBOX')
    expect(now.filter((one) => !one.is_read)).toHaveLength(unread.length - 1)
    expect((await start()).mailbox_id).toBe(mailbox_id)
  })

  it('gets the Outlook account where it has only the two Gmail accounts, and keeps those', async () => {
    const before = await start()
    await untilComplete()
    const path = `/api/mailboxes/${before.mailbox_id}/accounts`
    await app.api('DELETE', `${path}/${before.account_ids[2] ?? ''}`)
    const [work = ''] = before.account_ids
    const mail = await list(before.mailbox_id, `box=ALL_MAIL&account_id=${work}`)
    // The provider's memory as it was before there was a Microsoft in it.
    await again(() => {
      const file = join(app.dataDir, 'demo', 'provider.json')
      const state = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      delete state['microsoft']
      writeFileSync(file, JSON.stringify(state))
    })
    const after = await start()
    expect(after.mailbox_id).toBe(before.mailbox_id)
    expect(after.account_ids.slice(0, 2)).toEqual(before.account_ids.slice(0, 2))
    expect(after.account_ids).toHaveLength(3)
    expect(await clientOf(after.mailbox_id)).toMatchObject({
      status: 'connected',
      email_address: CLIENT,
      display_label: 'Client (demo)',
    })
    await untilComplete()
    expect(await list(after.mailbox_id, `box=ALL_MAIL&account_id=${work}`)).toEqual(mail)
    const client = after.account_ids[2] ?? ''
    expect(await list(after.mailbox_id, `box=INBOX&account_id=${client}`)).not.toEqual([])
  })

  it.each(['gmail', 'outlook'] as const)(
    'does not bring back the %s account the person deleted',
    async (provider) => {
      const { mailbox_id } = await start()
      const gone = (await accountsOf(mailbox_id)).find((account) => account.provider === provider)
      const path = `/api/mailboxes/${mailbox_id}/accounts/${gone?.account_id ?? ''}`
      expect((await app.api('DELETE', path)).status).toBe(200)
      expect((await start()).account_ids).toHaveLength(2)
      await again()
      const { account_ids } = await start()
      expect(account_ids).toHaveLength(2)
      expect(account_ids).not.toContain(gone?.account_id)
    },
  )
})
