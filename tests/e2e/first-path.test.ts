import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { CHROMIUM_ARGS } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../support/headless-app.ts'

/** What a person does with the app in a browser, from the welcome screen on. */

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('chromium'), args: CHROMIUM_ARGS })
})
afterAll(async () => {
  await browser.close()
})

interface Visit {
  page: Page
  /** Uncaught errors and console errors of the page; a good visit has none. */
  complaints: string[]
}

async function visit(app: HeadlessApp): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(app.entryUrl)
  return { page, complaints }
}

const rows = (page: Page) => page.getByRole('listbox', { name: 'Messages' }).getByRole('option')

describe('explore with demo mail', () => {
  let app: HeadlessApp
  let visited: Visit

  beforeEach(async () => {
    app = await startHeadlessApp()
    visited = await visit(app)
  })
  afterEach(async () => {
    await visited.page.context().close()
    await app.dispose()
  })

  it('leads to a readable inbox with no further question, and an answer is sent once', async () => {
    const { page, complaints } = visited
    await page.getByRole('button', { name: /^Explore/u }).click()
    await rows(page).first().waitFor()
    expect(await rows(page).count()).toBeGreaterThan(5)

    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const frame = page.locator('iframe[sandbox]')
    await frame.waitFor()
    expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-scripts|allow-same-origin/u)
    const text = await page.frameLocator('iframe[sandbox]').locator('body').innerText()
    expect(text.trim().length).toBeGreaterThan(10)

    await page.keyboard.press('r')
    await page.getByRole('textbox', { name: 'Message text' }).click()
    await page.keyboard.type('Thank you, that suits me well.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Sent', { exact: true }).first().waitFor()

    await page.getByRole('treeitem', { name: /^Sent/u }).first().click()
    await rows(page).filter({ hasText: 'Thank you, that suits me well.' }).first().waitFor()
    expect(await rows(page).filter({ hasText: 'Thank you, that suits me well.' }).count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('keeps what was typed when the page is reloaded in the middle of it', async () => {
    const { page } = visited
    await page.getByRole('button', { name: /^Explore/u }).click()
    await rows(page).first().waitFor()
    await page.keyboard.press('c')
    await page.getByRole('textbox', { name: 'Subject' }).fill('Half a thought')
    await page.getByRole('textbox', { name: 'Message text' }).click()
    await page.keyboard.type('It must not be lost')
    await page.getByText(/^Saved .* on this device$/u).waitFor()
    await page.reload()
    await rows(page).first().waitFor()
    await page.getByRole('textbox', { name: 'Message text' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Message text' }).innerText()).toContain(
      'It must not be lost',
    )
    expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Half a thought')
  })

  it('is there again after a restart, with what was read still read', async () => {
    const { page } = visited
    await page.getByRole('button', { name: /^Explore/u }).click()
    await rows(page).first().waitFor()
    const unread = page.getByRole('option', { name: /^Unread/u })
    const name = await unread.first().getAttribute('aria-label')
    if (name === null) throw new Error('a row says nothing to a screen reader')
    await unread.first().click()
    await page.getByRole('option', { name, exact: true }).waitFor({ state: 'detached' })
    await app.kill()
    app = await startHeadlessApp({ dataDir: app.dataDir })
    await page.context().close()
    visited = await visit(app)
    await rows(visited.page).first().waitFor()
    const again = visited.page.getByRole('option', { name, exact: true })
    expect(await again.count()).toBe(0)
    await visited.page.getByRole('button', { name: /synced/iu }).waitFor()
  })
})

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
    await page
      .getByRole('button', { name: /^Connect$/u })
      .first()
      .click()
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
    const { page, complaints } = await visit(app)
    const consent = await toConsent(page)
    await consent.getByRole('button', { name: /allow/iu }).click()
    await page.getByText('ana@example.com is connected').first().waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    await rows(page).first().waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('says in plain words that the sign-in was cancelled, and leaves no half account', async () => {
    const { page } = await visit(app)
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
    const { page } = await visit(app)
    await page
      .getByRole('button', { name: /^Connect$/u })
      .first()
      .click()
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
