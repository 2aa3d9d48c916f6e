import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import { openBrowser, messageRows, openAppPage } from '../support/app/open-app-page.ts'
import { describeUserJourney, type OpenedApp } from './user-journey.ts'

/** What a person does with the app in a browser, from the welcome screen on. */

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})

/** The headless host in a real browser. */
async function openInBrowser(): Promise<OpenedApp> {
  let app = await startHeadlessApp()
  let visited = await openAppPage(browser, app)
  return {
    get page() {
      return visited.page
    },
    get pageErrors() {
      return visited.pageErrors
    },
    async killAndReopen() {
      await app.kill()
      app = await startHeadlessApp({ dataDir: app.dataDir })
      await visited.page.context().close()
      visited = await openAppPage(browser, app)
    },
    async close() {
      await visited.page.context().close()
      await app.dispose()
    },
  }
}

describeUserJourney('a browser', openInBrowser)

describe('connect Gmail', () => {
  let app: HeadlessApp
  let simulator: Simulator
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-e2e-'))
    simulator = await startSimulator({ consent: 'page' })
    simulator.accounts.create({ email: 'ana@example.com', displayName: 'Ana Ruiz', messages: 60 })
    app = await startHeadlessApp({
      env: {
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
      },
    })
  })
  afterEach(async () => {
    await app.dispose()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** From the welcome screen to Google's consent page, which opens in a tab of its own. */
  async function toConsent(page: Page): Promise<Page> {
    await page.getByRole('button', { name: 'Connect Gmail' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Next' }).click()
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'client_secret.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(simulator.googleCredentials)),
    })
    const opened = page.context().waitForEvent('page')
    await dialog.getByRole('button', { name: 'Sign in with Google' }).click()
    const consent = await opened
    await consent.waitForLoadState()
    return consent
  }

  it('imports the client, signs in on Google’s page, and shows the mail', async () => {
    const { page, pageErrors: complaints } = await openAppPage(browser, app)
    const consent = await toConsent(page)
    await consent.getByRole('button', { name: /allow/iu }).click()
    await page.getByText('ana@example.com is connected').first().waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    await messageRows(page).first().waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('says in plain words that the sign-in was cancelled, and leaves no half account', async () => {
    const { page } = await openAppPage(browser, app)
    const consent = await toConsent(page)
    await consent.getByRole('button', { name: /cancel/iu }).click()
    await page
      .getByRole('dialog')
      .getByText(/cancelled/iu)
      .first()
      .waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await eventually(
      async () => (await app.api<unknown[]>('GET', '/api/mailboxes')).body.length === 0,
      'what the wizard made to be gone',
    )
    await page.context().close()
  })

  it('refuses a wrong JSON at once and says what is wrong with it', async () => {
    const { page } = await openAppPage(browser, app)
    await page.getByRole('button', { name: 'Connect Gmail' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Next' }).click()
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'client_secret.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ web: { client_id: 'x', client_secret: 'y' } })),
    })
    await dialog
      .getByText(/Desktop app/u)
      .first()
      .waitFor()
    await dialog.getByRole('alert').first().waitFor()
    await page.context().close()
  })
})
