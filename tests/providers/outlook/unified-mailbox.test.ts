import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../../support/app/headless-app.ts'

const GMAIL = 'ana@example.com'
const OUTLOOK = 'ana@contoso.example'

interface Item {
  account_id: string
  provider_message_id: string
  received_at: string
  subject: string
}

describe('one mailbox with a Gmail and an Outlook account, over HTTP', () => {
  let simulator: Simulator
  let app: HeadlessApp
  let folder: string
  let mailbox: string
  const ids: Record<'gmail' | 'outlook', string> = { gmail: '', outlook: '' }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-unified-'))
    simulator = await startSimulator({ consent: 'auto' })
    simulator.accounts.create({ email: GMAIL, messages: 40 })
    simulator.accounts.createMicrosoft({ email: OUTLOOK, messages: 60, folders: ['Projects'] })
    const file = (name: string, content: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(content))
      return join(folder, name)
    }
    app = await startHeadlessApp({
      env: {
        MIA_GMAIL_CREDENTIALS_PATH: file('google.json', simulator.googleCredentials),
        MIA_OUTLOOK_CREDENTIALS_PATH: file('microsoft.json', simulator.microsoftCredentials),
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
        MAILMANAGER_GRAPH_URL: simulator.graphUrl,
        MAILMANAGER_MICROSOFT_OAUTH_URL: simulator.microsoftOauthUrl,
      },
    })
    const made = await app.api<{ mailbox_id: string }>('POST', '/api/mailboxes', {
      display_name: 'Both',
    })
    mailbox = `/api/mailboxes/${made.body.mailbox_id}`
  })
  afterAll(async () => {
    await app.dispose()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const inbox = async (): Promise<Item[]> =>
    (await app.api<{ items: Item[] }>('GET', `${mailbox}/emails?box=INBOX&limit=500`)).body.items

  it.each(['gmail', 'outlook'] as const)(
    'connects %s through its sign-in page',
    async (provider) => {
      const account = await app.api<{ account_id: string }>('POST', `${mailbox}/accounts`, {
        provider,
      })
      ids[provider] = account.body.account_id
      const path = `${mailbox}/accounts/${ids[provider]}`
      const connect = await app.api<{ authorization_url: string }>('POST', `${path}/connect`)
      expect(connect.status).toBe(200)
      const page = await (await fetch(connect.body.authorization_url)).text()
      expect(page).toContain('is connected')
      const connected = await eventually(async () => {
        const { body } = await app.api<{ status: string; email_address: string }>('GET', path)
        return body.status === 'connected' && body
      }, `${provider} to be connected`)
      expect(connected.email_address).toBe(provider === 'gmail' ? GMAIL : OUTLOOK)
    },
  )

  it('shows both inboxes as one, newest first', async () => {
    await eventually(async () => {
      const status = await app.api<{ accounts: { phase: string; backlog: number }[] }>(
        'GET',
        '/api/status',
      )
      return status.body.accounts.every(({ phase, backlog }) => phase === 'complete' && !backlog)
    }, 'both to be complete')
    const items = await inbox()
    const of = (provider: 'gmail' | 'outlook'): string[] =>
      items
        .filter(({ account_id }) => account_id === ids[provider])
        .map(({ provider_message_id }) => provider_message_id)
        .toSorted()
    const google = [...simulator.accounts.get(GMAIL).messages()].filter(({ labelIds }) =>
      labelIds.includes('INBOX'),
    )
    expect(of('gmail')).toEqual(google.map(({ id }) => id).toSorted())
    const microsoft = [...simulator.accounts.microsoft(OUTLOOK).messages('inbox')]
    expect(of('outlook')).toEqual(microsoft.map(({ id }) => id).toSorted())
    expect(items.map(({ received_at }) => received_at)).toEqual(
      items
        .map(({ received_at }) => received_at)
        .toSorted()
        .toReversed(),
    )
  })

  it('sends from Outlook to Gmail, once, and both show it', async () => {
    const sent = await app.api<{ outbox_id: string }>('POST', `${mailbox}/emails/send`, {
      account_id: ids.outlook,
      to: [{ name: 'Ana', email: GMAIL }],
      subject: 'From one to the other',
      body_text: 'Hello.',
    })
    expect(sent.status).toBe(200)
    await eventually(async () => {
      const { body } = await app.api<{ state: string }>('GET', `/api/outbox/${sent.body.outbox_id}`)
      return body.state === 'sent'
    }, 'the message to be sent')
    expect(
      [...simulator.accounts.microsoft(OUTLOOK).messages('sentitems')].filter(({ raw }) =>
        raw.toString().includes('From one to the other'),
      ),
    ).toHaveLength(1)
    await app.api('POST', `${mailbox}/emails/sync-metadata`)
    await eventually(
      async () => (await inbox()).some(({ subject }) => subject === 'From one to the other'),
      'the copy in the Gmail inbox',
    )
    await eventually(async () => {
      const { body } = await app.api<{ items: Item[] }>('GET', `${mailbox}/emails?box=SENT`)
      return body.items.some(({ subject }) => subject === 'From one to the other')
    }, 'the copy in Sent')
  })

  it('marks mail of both read in one call', async () => {
    const unread = simulator.accounts.deliver(OUTLOOK, { subject: 'Unread here' })
    await app.api('POST', `${mailbox}/emails/sync-metadata`)
    const items = [{ account_id: ids.outlook, provider_message_id: unread }]
    const changed = await app.api('PATCH', `${mailbox}/emails/read-status`, {
      is_read: true,
      items,
    })
    expect(changed.body).toMatchObject({ updated_count: 1 })
    await eventually(
      () => Promise.resolve(simulator.accounts.microsoft(OUTLOOK).message(unread)?.isRead === true),
      'Outlook to know',
    )
  })

  it('says honestly that Microsoft’s grant was not revoked', async () => {
    const gone = await app.api('DELETE', `${mailbox}/accounts/${ids.outlook}`)
    expect(gone.body).toEqual({ status: 'deleted', grant_revoked: false })
    expect((await inbox()).every(({ account_id }) => account_id === ids.gmail)).toBe(true)
  })

  it('keeps every token out of the log', () => {
    expect(app.output()).not.toMatch(/eyJ[\w-]+\.|refresh_token|Bearer /u)
  })
})
