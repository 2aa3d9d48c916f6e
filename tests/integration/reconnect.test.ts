import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { eventually } from '../support/eventually.ts'

const EMAIL = 'ana@example.com'

interface Account {
  status: string
  last_error: { code: string; message: string } | null
}
interface SyncAnswer {
  accounts: unknown[]
  failed_accounts: { account_id: string; code: string; message: string }[]
}

describe('an account whose grant is gone', () => {
  let connected: ConnectedApp
  let accountPath: string
  let emails: string

  beforeEach(async () => {
    connected = await startConnectedApp({
      email: EMAIL,
      prepare: (simulator) => {
        simulator.accounts.create({ email: EMAIL, messages: 30 })
        simulator.accounts.create({ email: 'other@example.com', messages: 5 })
      },
    })
    await connected.untilComplete()
    accountPath = `/api/mailboxes/${connected.mailboxId}/accounts/${connected.accountId}`
    emails = `/api/mailboxes/${connected.mailboxId}/emails`
  })
  afterEach(async () => {
    await connected.dispose()
  })

  const account = async (): Promise<Account> =>
    (await connected.app.api<Account>('GET', accountPath)).body

  async function loseGrant(): Promise<void> {
    connected.simulator.accounts.get(EMAIL).revokeGrants()
    await connected.app.api('POST', `${emails}/sync-metadata`)
    await eventually(async () => (await account()).status === 'reauth_required', 'the loss to show')
  }

  async function signInAs(email: string): Promise<void> {
    const { body } = await connected.app.api<{ authorization_url: string }>(
      'POST',
      `${accountPath}/connect`,
    )
    const url = new URL(body.authorization_url)
    url.searchParams.set('login_hint', email)
    await (await fetch(url)).text()
  }

  it('is named in the sync’s answer, keeps its mail readable, and says what to do', async () => {
    await loseGrant()
    expect((await account()).last_error?.message).toMatch(/sign in again|connect/iu)
    const sync = await connected.app.api<SyncAnswer>('POST', `${emails}/sync-metadata`)
    expect(sync.status).toBe(200)
    expect(sync.body.failed_accounts).toMatchObject([
      { account_id: connected.accountId, code: 'account_not_connected' },
    ])
    const list = await connected.app.api<{ items: { id: string }[] }>('GET', `${emails}?box=INBOX`)
    const first = list.body.items[0]
    expect(first).toBeDefined()
    const content = await connected.app.api('GET', `${emails}/${first?.id ?? ''}/content`)
    expect(content.status).toBe(200)
  })

  it('syncs on after the person signs in again, without fetching what it has', async () => {
    await loseGrant()
    const arrived = connected.simulator.accounts.deliver(EMAIL, { subject: 'While you were out' })
    connected.simulator.ledger.reset()
    await signInAs(EMAIL)
    await eventually(async () => (await account()).status === 'connected', 'the new sign-in')
    await eventually(async () => {
      const found = await connected.app.api('GET', `${emails}/${arrived}/content`)
      return found.status === 200
    }, 'the mail that came meanwhile')
    expect((await account()).last_error).toBeNull()
    expect(connected.simulator.ledger.snapshot().units).toBeLessThan(100)
  })

  it('refuses another address and stays as it was', async () => {
    await loseGrant()
    await signInAs('other@example.com')
    await eventually(
      async () => (await account()).last_error?.code === 'account_connect_auth_error',
      'the refusal to be told',
    )
    expect((await account()).status).toBe('reauth_required')
    expect((await account()).last_error?.message).toMatch(/another Google address/u)
  })
})
