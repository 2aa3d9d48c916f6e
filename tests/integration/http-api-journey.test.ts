import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import { DIALECTS, createPostgresDatabase } from '../support/database/test-store.ts'

const EMAIL = 'ana@example.com'

interface Account {
  account_id: string
  status: string
  email_address: string | null
  last_error: { code: string; message: string } | null
}
interface Page {
  items: { id: string; provider_message_id: string; subject: string; is_read: boolean }[]
  total: number
  next_cursor: string | null
}

describe.each(DIALECTS)('the whole path over HTTP alone, on %s', (dialect) => {
  let simulator: Simulator
  let app: HeadlessApp
  let folder: string
  let mailboxId: string
  let accountId: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-path-'))
    simulator = await startSimulator({ consent: 'auto' })
    simulator.accounts.create({ email: EMAIL, messages: 40 })
    const credentials = join(folder, 'client.json')
    writeFileSync(credentials, JSON.stringify(simulator.googleCredentials))
    const database = dialect === 'postgres' ? await createPostgresDatabase() : null
    app = await startHeadlessApp({
      env: {
        ...(database === null ? {} : { DATABASE_URL: database.databaseUrl }),
        MIA_GMAIL_CREDENTIALS_PATH: credentials,
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
      },
    })
  })

  afterAll(async () => {
    await app.dispose()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const account = async (): Promise<Account> =>
    (await app.api<Account>('GET', `/api/mailboxes/${mailboxId}/accounts/${accountId}`)).body

  it('answers health without a token, and nothing else', async () => {
    const health = await fetch(`${app.url}/api/health`)
    expect(await health.json()).toMatchObject({ status: 'ok', database: dialect })
    expect((await fetch(`${app.url}/api/mailboxes`)).status).toBe(401)
  })

  it('creates a mailbox and an account in it', async () => {
    const mailbox = await app.api<{ mailbox_id: string }>('POST', '/api/mailboxes', {
      display_name: 'Work',
    })
    expect(mailbox.status).toBe(200)
    mailboxId = mailbox.body.mailbox_id
    const created = await app.api<Account>('POST', `/api/mailboxes/${mailboxId}/accounts`, {
      provider: 'gmail',
      display_label: 'Ana at work',
    })
    expect(created.body).toMatchObject({ status: 'disconnected', email_address: null })
    accountId = created.body.account_id
  })

  it('connects through the address it answers', async () => {
    const { body } = await app.api<{ authorization_url: string; expires_at: string }>(
      'POST',
      `/api/mailboxes/${mailboxId}/accounts/${accountId}/connect`,
    )
    expect((await account()).status).toBe('connecting')
    const page = await fetch(body.authorization_url)
    expect(page.status).toBe(200)
    const connected = await eventually(async () => {
      const now = await account()
      return now.status === 'connected' && now
    }, 'the account to be connected')
    expect(connected.email_address).toBe(EMAIL)
  })

  it('syncs, and lists what the provider has', async () => {
    const synced = await app.api<{ failed_accounts: unknown[] }>(
      'POST',
      `/api/mailboxes/${mailboxId}/emails/sync-metadata`,
    )
    expect(synced.body.failed_accounts).toEqual([])
    await eventually(async () => {
      const status = await app.api<{ accounts: { phase: string; backlog: number }[] }>(
        'GET',
        '/api/status',
      )
      return status.body.accounts[0]?.phase === 'complete'
    }, 'the first sync to be complete')
    const all = await app.api<Page>('GET', `/api/mailboxes/${mailboxId}/emails?box=ALL_MAIL`)
    expect(all.body.items).toHaveLength(all.body.total)
    expect(all.body.total).toBeGreaterThan(20)
  })

  it('walks pages by cursor and by offset and meets each message once', async () => {
    const path = `/api/mailboxes/${mailboxId}/emails?box=ALL_MAIL&limit=7`
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page = (await app.api<Page>('GET', `${path}${cursor && `&cursor=${cursor}`}`))
        .body
      ids.push(...page.items.map((item) => item.id))
      cursor = page.next_cursor
    }
    const byOffset: string[] = []
    for (let offset = 0; offset < ids.length; offset += 7) {
      const page = await app.api<Page>('GET', `${path}&offset=${offset}`)
      byOffset.push(...page.body.items.map((item) => item.id))
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(byOffset).toEqual(ids)
  })

  it('opens a message, by the provider’s id and by ours, and tells the provider it was read', async () => {
    const list = await app.api<Page>('GET', `/api/mailboxes/${mailboxId}/emails?box=INBOX`)
    const first = list.body.items[0]
    if (first === undefined) throw new Error('the inbox is empty')
    const emails = `/api/mailboxes/${mailboxId}/emails`
    const opened = await app.api<{ subject: string }>(
      'GET',
      `${emails}/${first.provider_message_id}/content?account_id=${accountId}`,
    )
    expect(opened.body.subject).toBe(first.subject)
    const again = await app.api('GET', `${emails}/${first.id}/content`)
    expect(again.body).toEqual(opened.body)

    for (const isRead of [false, true]) {
      const items = [{ account_id: accountId, provider_message_id: first.provider_message_id }]
      const changed = await app.api('PATCH', `${emails}/read-status`, { is_read: isRead, items })
      expect(changed.body).toMatchObject({ updated_count: 1, failed: [] })
      await eventually(async () => {
        const there = simulator.accounts.get(EMAIL).message(first.provider_message_id)
        return there !== null && there.labelIds.includes('UNREAD') !== isRead
      }, `the provider to know that is_read is ${isRead}`)
    }
  })

  it('sends, once, even when asked twice; the message is at the provider exactly once', async () => {
    const message = {
      account_id: accountId,
      to: ['Bob <bob@example.com>'],
      cc: [{ name: 'Cleo', email: 'cleo@example.com' }],
      bcc: ['dan@example.com'],
      subject: 'Über uns – the plan',
      body_html: '<p>Hello <b>Bob</b></p>',
      idempotency_key: 'one-click-or-two',
    }
    const send = (): Promise<{ body: { outbox_id: string } }> =>
      app.api('POST', `/api/mailboxes/${mailboxId}/emails/send`, message)
    const [one, two] = await Promise.all([send(), send()])
    expect(one.body.outbox_id).toBe(two.body.outbox_id)
    await eventually(async () => {
      const item = await app.api<{ state: string }>('GET', `/api/outbox/${one.body.outbox_id}`)
      return item.body.state === 'sent'
    }, 'the message to be sent')
    const sent = [...simulator.accounts.get(EMAIL).messages()].filter((candidate) =>
      candidate.raw.toString().toLowerCase().includes('x-app-send-id:'),
    )
    expect(sent).toHaveLength(1)
    expect(sent[0]?.labelIds).toContain('SENT')
    expect(sent[0]?.raw.toString()).toContain('cleo@example.com')
    expect(sent[0]?.raw.toString()).toContain('dan@example.com')
    await eventually(async () => {
      const box = await app.api<Page>('GET', `/api/mailboxes/${mailboxId}/emails?box=SENT`)
      return box.body.items.filter((item) => item.subject === message.subject).length === 1
    }, 'the sent copy to show')
  })

  it('refuses what is wrong with its own code', async () => {
    const emails = `/api/mailboxes/${mailboxId}/emails`
    const send = { account_id: accountId, to: [], subject: 'x', body_text: 'x' }
    expect(await app.api('POST', `${emails}/send`, send)).toMatchObject({
      status: 400,
      body: { error: { code: 'recipients_missing' } },
    })
    expect(await app.api('GET', `${emails}?box=NOWHERE`)).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_input' } },
    })
    expect(await app.api('GET', `${emails}/none/content`)).toMatchObject({
      status: 404,
      body: { error: { code: 'email_not_found' } },
    })
    expect(await app.api('GET', '/api/mailboxes/none')).toMatchObject({
      status: 404,
      body: { error: { code: 'mailbox_not_found' } },
    })
  })

  it('takes the grant back when the account is deleted, and leaves nothing of it', async () => {
    const gone = await app.api('DELETE', `/api/mailboxes/${mailboxId}/accounts/${accountId}`)
    expect(gone.body).toEqual({ status: 'deleted', grant_revoked: true })
    const list = await app.api<Page>('GET', `/api/mailboxes/${mailboxId}/emails?box=ALL_MAIL`)
    expect(list.body.total).toBe(0)
  })
})
