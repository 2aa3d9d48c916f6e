import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  startFourAccounts,
  type AccountResponse,
  type Address,
  type FourAccounts,
  type ProviderName,
} from '../support/app/four-accounts.ts'
import { DIALECTS } from '../support/database/test-store.ts'

const GMAIL: Address = 'ana@example.com'
const OUTLOOK: Address = 'ana@contoso.example'

/** Presses a button of the provider's own page; answers the page it leads to. */
async function press(page: string, address: string, decision: string): Promise<string> {
  const action = /<form method="post" action="([^"]+)"/u.exec(page)?.[1] ?? ''
  const request = /name="request" value="([^"]+)"/u.exec(page)?.[1] ?? ''
  const account = /name="account" value="([^"]+)" checked/u.exec(page)?.[1] ?? ''
  const answer = await fetch(new URL(action, address), {
    method: 'POST',
    headers: { 'accept-language': 'en' },
    body: new URLSearchParams({ request, account, decision }),
  })
  return answer.text()
}

describe.each(DIALECTS)('a sign-in that comes to nothing, on %s', (dialect) => {
  let world: FourAccounts
  beforeAll(async () => {
    world = await startFourAccounts(dialect)
    await world.connectAll()
  })
  afterAll(() => world.dispose())
  afterEach(() => {
    world.simulator.setConsent('auto')
    world.simulator.settings.adminApproval = false
    world.simulator.faults.clear()
  })

  const refused = (id: string): Promise<AccountResponse> =>
    eventually(async () => {
      const now = await world.account(id)
      return now.status !== 'connecting' && now.last_error !== null && now
    }, 'the refusal to be told')
  const mailOf = async (id: string): Promise<string[]> =>
    (await world.list(`box=ALL_MAIL&limit=500&account_id=${id}`)).items.map((item) => item.id)

  describe('of a new account', () => {
    let id = ''
    const begin = async (provider: ProviderName): Promise<void> => {
      id = await world.create(provider)
    }
    afterEach(async () => {
      expect((await world.app.api('DELETE', `${world.mailbox}/accounts/${id}`)).status).toBe(200)
    })

    /** Nothing of it was kept, the others go on, and a good sign-in would still do. */
    async function expectNothing(words: RegExp, address: Address): Promise<void> {
      const account = await refused(id)
      expect(account).toMatchObject({
        status: 'disconnected',
        email_address: null,
        last_error: { code: 'account_connect_auth_error' },
      })
      expect(account.last_error?.message).toMatch(words)
      expect(account.last_error?.message).not.toMatch(/AADSTS|access_denied|invalid_grant|\{/u)
      expect(await mailOf(id)).toEqual([])
      const { status, body } = await world.sync()
      expect(status).toBe(200)
      expect(body.accounts).toHaveLength(4)
      expect(body.failed_accounts).toMatchObject([
        { account_id: id, code: 'account_not_connected' },
      ])
      world.simulator.setConsent('auto')
      world.simulator.settings.adminApproval = false
      world.simulator.faults.clear()
      expect(await world.signIn(id, address)).toContain('is connected')
      await eventually(async () => (await mailOf(id)).length > 0, 'its mail to arrive')
    }

    it('says who can help where an administrator has to approve (AADSTS90094)', async () => {
      await begin('outlook')
      world.simulator.settings.adminApproval = true
      expect(await world.signIn(id, OUTLOOK)).toContain('Ask your administrator')
      await expectNothing(/administrator/u, OUTLOOK)
    })

    it('says so where the administrator’s approval is asked for on Microsoft’s page', async () => {
      await begin('outlook')
      world.simulator.settings.adminApproval = true
      world.simulator.setConsent('page')
      const consent = await world.signIn(id, OUTLOOK)
      const base = world.simulator.microsoftOauthUrl
      const approval = await press(consent, base, 'accept')
      expect(approval).toContain('Need admin approval')
      expect(await press(approval, base, 'return')).toContain('Ask your administrator')
      await expectNothing(/administrator/u, OUTLOOK)
    })

    it('says that permissions are missing where nobody consented (AADSTS65001)', async () => {
      await begin('outlook')
      world.simulator.faults.add({
        match: { method: 'microsoft.token' },
        action: {
          status: 400,
          body: {
            error: 'invalid_grant',
            error_description:
              'AADSTS65001: The user or administrator has not consented to use the application.',
            error_codes: [65001],
            suberror: 'consent_required',
          },
        },
      })
      expect(await world.signIn(id, OUTLOOK)).toContain('permissions MailManager needs')
      await expectNothing(/permissions/u, OUTLOOK)
    })

    it.each([
      ['outlook', OUTLOOK],
      ['gmail', GMAIL],
    ] as const)('says that it was cancelled on the page (%s)', async (provider, address) => {
      await begin(provider)
      world.simulator.setConsent('page')
      const consent = await world.signIn(id, address)
      const { googleOauthUrl, microsoftOauthUrl } = world.simulator
      const base = provider === 'gmail' ? googleOauthUrl : microsoftOauthUrl
      expect(await press(consent, base, 'cancel')).toContain('cancelled')
      await expectNothing(/cancelled/u, address)
    })
  })

  describe.each([
    [GMAIL, 'bea@example.com'],
    [OUTLOOK, 'bea@outlook.com'],
  ] as const)('of %s, which is connected, as %s', (address, other) => {
    let id = ''
    let mail: string[] = []
    beforeEach(async () => {
      id = world.idOf(address)
      mail = await mailOf(id)
    })

    it('is refused in plain words; the account, its mail and its sign-in stay', async () => {
      expect(await world.signIn(id, other)).toMatch(/another (?:Google|Microsoft) address/u)
      const account = await refused(id)
      expect(account).toMatchObject({
        status: 'connected',
        email_address: address,
        last_error: { code: 'account_connect_auth_error' },
      })
      expect(account.last_error?.message).toMatch(/another (?:Google|Microsoft) address/u)
      expect(await mailOf(id)).toEqual(mail)
      const subject = `After the wrong sign-in of ${address}`
      world.deliver(address, subject)
      const { body } = await world.sync()
      expect(body.failed_accounts).toEqual([])
      const { items } = await world.list(`box=INBOX&limit=5&account_id=${id}`)
      expect(items.map((item) => item.subject)).toContain(subject)
      expect((await world.account(id)).last_error).toBeNull()
    })
  })
})
