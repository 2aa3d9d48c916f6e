import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import {
  openBrowser,
  messageRows,
  openAppPage,
  type AppPage,
} from '../support/app/open-app-page.ts'

/** What a person does with an Outlook account, from the welcome screen on, beside a Gmail account. */

const OUTLOOK = 'mara@contoso.example'
const GMAIL = 'ana@example.com'
const DAY_MS = 86_400_000

let browser: Browser
let app: HeadlessApp
let simulator: Simulator
let visited: AppPage
let page: Page

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  simulator = await startSimulator({ consent: 'page' })
  simulator.accounts.create({ email: GMAIL, displayName: 'Ana Ruiz', messages: 20 })
  simulator.accounts.createMicrosoft({
    email: OUTLOOK,
    displayName: 'Mara Lund',
    messages: { messages: 20, spanMs: 300 * DAY_MS },
  })
  app = await startHeadlessApp({
    env: {
      MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
      MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
      MAILMANAGER_GRAPH_URL: simulator.graphUrl,
      MAILMANAGER_MICROSOFT_OAUTH_URL: simulator.microsoftOauthUrl,
    },
  })
  visited = await openAppPage(browser, app)
  page = visited.page
})
afterEach(async () => {
  await page.context().close()
  await app.dispose()
  await simulator.close()
})

const dialog = (): Locator => page.getByRole('dialog')

/** From the welcome screen to the step that asks for the application. */
async function toApplication(): Promise<void> {
  await page.getByRole('button', { name: 'Connect Outlook' }).click()
  await dialog().getByRole('button', { name: 'Next' }).click()
  await dialog().getByRole('heading', { name: 'Set up a Microsoft application' }).waitFor()
}

async function giveApplication(): Promise<void> {
  const id = dialog().getByRole('textbox', { name: 'Application (client) ID' })
  await id.fill(simulator.microsoftCredentials.client_id)
  await dialog().getByRole('button', { name: 'Use this application' }).click()
}

/** Presses a button that opens the provider’s page in a tab of its own; answers that page. */
async function openConsent(button: string): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await dialog().getByRole('button', { name: button }).click()
  const consent = await opened
  await consent.waitForLoadState()
  return consent
}

async function connectOutlook(): Promise<void> {
  await toApplication()
  await giveApplication()
  const consent = await openConsent('Sign in with Microsoft')
  await consent.getByRole('button', { name: 'Accept' }).click()
  await page.getByText(`${OUTLOOK} is connected`).first().waitFor()
  await dialog().getByRole('button', { name: 'Done' }).click()
  await messageRows(page).first().waitFor()
}

/** A Gmail account in the same mailbox, connected as the wizard does it, without the clicks. */
async function addGmail(): Promise<void> {
  const { body: mailboxes } = await app.api<{ mailbox_id: string }[]>('GET', '/api/mailboxes')
  const accounts = `/api/mailboxes/${mailboxes[0]?.mailbox_id ?? ''}/accounts`
  await app.api('PUT', '/api/provider-credentials/gmail', {
    credentials: simulator.googleCredentials,
  })
  const account = await app.api<{ account_id: string }>('POST', accounts, {
    provider: 'gmail',
    display_label: 'Studio',
  })
  const started = await app.api<{ authorization_url: string }>(
    'POST',
    `${accounts}/${account.body.account_id}/connect`,
  )
  const url = new URL(started.body.authorization_url)
  url.searchParams.set('simulator_consent', 'auto')
  await (await fetch(url)).text()
  await page.getByRole('treeitem', { name: /^Studio/u }).waitFor()
}

/** Opens a menu entry of an account in the sidebar. */
async function chooseInMenu(account: RegExp, entry: string): Promise<void> {
  await page.getByRole('treeitem', { name: account }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: entry }).click()
}

interface AccountAnswer {
  account_id: string
  provider: string
  is_paused: boolean
  sync_days: number | null
  last_error: { reason?: string; help_url?: string } | null
}
async function outlookAccount(): Promise<AccountAnswer> {
  const { body: mailboxes } = await app.api<{ mailbox_id: string }[]>('GET', '/api/mailboxes')
  const path = `/api/mailboxes/${mailboxes[0]?.mailbox_id ?? ''}/accounts`
  const { body } = await app.api<AccountAnswer[]>('GET', path)
  const found = body.find(({ provider }) => provider === 'outlook')
  if (found === undefined) throw new Error('no Outlook account')
  return found
}

describe('setting up the application', () => {
  beforeEach(() => toApplication())

  it('leads to the exact pages of the console, those of the application once its id is known', async () => {
    const link = (title: string): Promise<string | null> =>
      dialog()
        .getByRole('link', { name: `${title}: Open page` })
        .getAttribute('href')
    expect(await link('Register an application')).toContain('/CreateApplicationBlade/')
    expect(await link('Allow public client flows')).toMatch(/\/ApplicationsListBlade$/u)
    const id = simulator.microsoftCredentials.client_id
    await dialog().getByRole('textbox', { name: 'Application (client) ID' }).fill(id)
    expect(await link('Allow public client flows')).toContain(`/Authentication/appId/${id}`)
    expect(await link('Allow it to read and send mail')).toContain(`/CallAnAPI/appId/${id}`)
  })

  it('says at once what is wrong with an id, a tenant or a file', async () => {
    const id = dialog().getByRole('textbox', { name: 'Application (client) ID' })
    await dialog().getByRole('button', { name: 'Use this application' }).click()
    await dialog().getByText('Paste the Application (client) ID here.').waitFor()
    await id.fill('MailManager for me')
    await dialog().getByText('An id looks like 00000000-').waitFor()
    await dialog().getByRole('textbox', { name: 'Tenant' }).fill('https://contoso.example')
    await dialog().getByText('A tenant is an id, a domain or “common”.').waitFor()
    await dialog()
      .locator('input[type=file]')
      .setInputFiles({
        name: 'client_secret.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(simulator.googleCredentials)),
      })
    await dialog().getByText('This is a client of Google.').waitFor()
    const { body } = await app.api<{ source: string }[]>('GET', '/api/provider-credentials')
    expect(body.map(({ source }) => source)).toEqual(['none', 'none'])
  })

  it('takes a JSON as a file or pasted into the field, and the person sees what it holds', async () => {
    const { client_id } = simulator.microsoftCredentials
    const id = dialog().getByRole('textbox', { name: 'Application (client) ID' })
    const json = JSON.stringify({ client_id, tenant: 'organizations' })
    await id.evaluate((field, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', text)
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    }, json)
    await expect.poll(() => id.inputValue()).toBe(client_id)
    const tenant = dialog().getByRole('textbox', { name: 'Tenant' })
    expect(await tenant.inputValue()).toBe('organizations')
    await dialog()
      .locator('input[type=file]')
      .setInputFiles({
        name: 'application.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(simulator.microsoftCredentials)),
      })
    await expect.poll(() => tenant.inputValue()).toBe('common')
    await dialog().getByRole('button', { name: 'Use this application' }).click()
    await dialog().getByRole('button', { name: 'Sign in with Microsoft' }).waitFor()
  })
})

describe('signing in', () => {
  it('on Microsoft’s page leads to mail, in one inbox with Gmail, each row marked', async () => {
    await connectOutlook()
    await addGmail()
    const list = page.getByRole('listbox', { name: 'Messages' })
    await list.getByText('Studio').first().waitFor()
    await list.getByText(OUTLOOK).first().waitFor()
    await list.getByRole('option').filter({ hasText: OUTLOOK }).first().click()
    const body = page.frameLocator('iframe[sandbox]').locator('body')
    await expect
      .poll(async () => (await body.innerText()).trim().length, { timeout: 10_000 })
      .toBeGreaterThan(0)
    expect(visited.pageErrors).toEqual([])
  })

  it('cancelled on Microsoft’s page: says so in plain words, and tries again', async () => {
    await toApplication()
    await giveApplication()
    const consent = await openConsent('Sign in with Microsoft')
    await consent.getByRole('button', { name: 'Cancel' }).click()
    await dialog().getByText('The sign-in was cancelled in the browser.').waitFor()
    const again = await openConsent('Try again')
    await again.getByRole('button', { name: 'Accept' }).click()
    await page.getByText(`${OUTLOOK} is connected`).first().waitFor()
  })

  it('cancelled in the wizard: stops waiting, and closing it leaves no half account', async () => {
    await toApplication()
    await giveApplication()
    await openConsent('Sign in with Microsoft')
    await dialog().getByText('Waiting for Microsoft…').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().getByRole('button', { name: 'Sign in with Microsoft' }).waitFor()
    await dialog().getByRole('button', { name: 'Close' }).click()
    await eventually(
      async () => (await app.api<unknown[]>('GET', '/api/mailboxes')).body.length === 0,
      'what the wizard made to be gone',
    )
    await page.getByRole('button', { name: 'Connect Outlook' }).waitFor()
  })

  it('where an administrator must approve: gives the address to send, and goes on afterwards', async () => {
    simulator.settings.adminApproval = true
    await toApplication()
    await giveApplication()
    const consent = await openConsent('Sign in with Microsoft')
    await consent.getByRole('button', { name: 'Accept' }).click()
    await consent.getByRole('button', { name: /^Return to the application/u }).click()
    await dialog().getByText('only an administrator approve this app').waitFor()
    const id = simulator.microsoftCredentials.client_id
    const address = `https://login.microsoftonline.com/organizations/adminconsent?client_id=${id}`
    await dialog().getByText(address).waitFor()
    await dialog().getByRole('button', { name: 'Open approval page' }).waitFor()
    expect((await outlookAccount()).last_error).toMatchObject({
      reason: 'admin_approval',
      help_url: address,
    })
    simulator.settings.adminApproval = false
    const again = await openConsent('Try again')
    await again.getByRole('button', { name: 'Accept' }).click()
    await page.getByText(`${OUTLOOK} is connected`).first().waitFor()
  })
})

describe('a connected Outlook account', () => {
  beforeEach(async () => {
    await connectOutlook()
  })

  it('is paused and resumed from the sidebar, and while paused Sync now offers to resume', async () => {
    await chooseInMenu(/^mara@/u, 'Pause')
    await page.getByText(`“${OUTLOOK}” is paused. No new mail is fetched.`).first().waitFor()
    await page
      .getByRole('treeitem', { name: /^mara@/u })
      .getByRole('img', { name: 'Paused' })
      .waitFor()
    await page.getByRole('button', { name: 'Sync is paused' }).waitFor()
    expect((await outlookAccount()).is_paused).toBe(true)

    simulator.accounts.deliver(OUTLOOK, { subject: 'While you were paused' })
    await page.getByRole('button', { name: 'Sync now' }).click()
    const offer = page
      .getByRole('status')
      .filter({ hasText: 'is paused, so it was not synced.' })
      .or(page.locator('li').filter({ hasText: 'is paused, so it was not synced.' }))
    await offer.first().waitFor()
    expect(await messageRows(page).filter({ hasText: 'While you were paused' }).count()).toBe(0)
    await offer.first().getByRole('button', { name: 'Resume' }).click()
    await messageRows(page).filter({ hasText: 'While you were paused' }).first().waitFor()
    expect((await outlookAccount()).is_paused).toBe(false)
  })

  it('is paused in the sync popover and resumed by a command of the palette', async () => {
    await page.getByRole('button', { name: /^Synced/u }).click()
    await page.getByRole('button', { name: `Pause ${OUTLOOK}` }).click()
    await page.getByRole('button', { name: 'Resume', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('resume')
    await page.getByRole('option', { name: `Resume ${OUTLOOK}` }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Synced/u }).waitFor()
    expect((await outlookAccount()).is_paused).toBe(false)
  })

  it('keeps less mail here only after a question in plain words, and fetches it again', async () => {
    const messages = async () => {
      const text = await page
        .getByText(/^\d+ messages?$/u)
        .first()
        .innerText()
      return Number.parseInt(text, 10)
    }
    await page.getByRole('button', { name: /^Synced/u }).waitFor()
    const everything = await messages()

    await chooseInMenu(/^mara@/u, 'Sync settings…')
    const reach = dialog().getByRole('combobox', { name: 'Mail to keep here' })
    await reach.click()
    await page.getByRole('option', { name: 'The last 90 days' }).click()
    const question = page.getByRole('dialog', { name: /^Keep less mail of/u })
    await question
      .getByText(/is removed from this computer\. Nothing is deleted at Outlook/u)
      .waitFor()
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect((await outlookAccount()).sync_days).toBeNull()

    await reach.click()
    await page.getByRole('option', { name: 'The last 90 days' }).click()
    await question.getByRole('button', { name: 'Remove older mail here' }).click()
    await dialog()
      .getByText(/^Reaches back to /u)
      .waitFor()
    await expect.poll(messages, { timeout: 10_000 }).toBeLessThan(everything)
    expect((await outlookAccount()).sync_days).toBe(90)

    await reach.click()
    await page.getByRole('option', { name: 'Everything' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(messages, { timeout: 10_000 }).toBe(everything)
  })

  it('whose permission was taken back: one button leads to the sign-in that helps', async () => {
    simulator.faults.add({ match: { path: '/v1.0' }, times: 1, action: { revokeGrant: true } })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByRole('button', { name: '1 account needs you' }).click()
    const popover = page.getByRole('dialog', { name: 'Sync of each account' })
    await popover.getByText('Microsoft no longer accepts the sign-in').waitFor()
    expect(await popover.getByRole('button').count()).toBe(1)
    // Its mail stays readable meanwhile.
    expect(await messageRows(page).count()).toBeGreaterThan(5)
    await popover.getByRole('button', { name: 'Sign in again' }).click()
    await dialog().getByText(`Choose ${OUTLOOK} and allow access.`).waitFor()
    const consent = await openConsent('Sign in with Microsoft')
    await consent.getByRole('button', { name: 'Accept' }).click()
    await page.getByText(`${OUTLOOK} is connected`).first().waitFor()
  })
})
