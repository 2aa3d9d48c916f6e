import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { startHeadlessApp, TEST_TOKEN } from '../support/app/headless-app.ts'
import { openBrowser, messageRows, openAppPage } from '../support/app/open-app-page.ts'

/** The program, the network or the sign-in goes away, and comes back. */

const EMAIL = 'ana@example.com'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})

describe('the provider', () => {
  let connected: ConnectedApp
  let page: Page

  beforeEach(async () => {
    connected = await startConnectedApp({
      email: EMAIL,
      prepare: (simulator) => {
        simulator.accounts.create({ email: EMAIL, displayName: 'Ana Ruiz', messages: 20 })
      },
    })
    await connected.untilComplete()
    page = (await openAppPage(browser, connected.app)).page
    await messageRows(page).first().waitFor()
  })
  afterEach(async () => {
    await page.context().close()
    await connected.dispose()
  })

  it('out of reach: the page says so, and mail is read and marked all the same', async () => {
    await connected.simulator.close()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText('You are offline. Mail on this device can be read').waitFor()
    await messageRows(page).nth(1).click()
    const body = page.frameLocator('iframe[sandbox]').locator('body')
    await expect.poll(async () => (await body.innerText()).trim().length).toBeGreaterThan(0)
    await page.keyboard.press('Shift+U')
    await page.getByText('Marked as unread.').first().waitFor()
    await page.getByText(/changes? waits? to be sent to the provider/u).waitFor()
  })

  it('taking its permission back: one button leads to the sign-in that helps', async () => {
    connected.simulator.faults.add({ match: {}, times: 1, action: { revokeGrant: true } })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByRole('button', { name: '1 account needs you' }).click()
    await page.getByRole('button', { name: 'Sign in again' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.getByText(`${EMAIL} is connected`).first().waitFor()
  })
})

describe('MailManager itself', () => {
  it('stopped and started again: the page says it, waits, and goes on by itself', async () => {
    let app = await startHeadlessApp()
    await app.api('POST', '/api/demo')
    const { port } = new URL(app.url)
    const { page } = await openAppPage(browser, app)
    await messageRows(page).first().waitFor()
    // The last part of the page, which follows the first picture.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('settings-dialog')),
    )
    await app.stop()
    const banner = page.getByText('The connection to MailManager’s core is lost.', { exact: false })
    await banner.waitFor()
    // Nothing of the page itself is missing meanwhile.
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'About' }).waitFor()
    await page.keyboard.press('Escape')
    app = await startHeadlessApp({ dataDir: app.dataDir, port: Number(port) })
    await banner.waitFor({ state: 'detached' })
    await messageRows(page).nth(2).click()
    await page.locator('iframe[sandbox]').waitFor()
    await page.context().close()
    await app.dispose()
  })

  it('losing the session while the page stands: asks for the token, and goes on with it', async () => {
    const app = await startHeadlessApp()
    await app.api('POST', '/api/demo')
    const { page } = await openAppPage(browser, app)
    await messageRows(page).first().waitFor()
    await page.context().clearCookies()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Enter MailManager' }).waitFor()
    await page.getByLabel('Token').fill(TEST_TOKEN)
    await page.getByRole('button', { name: 'Enter' }).click()
    await messageRows(page).first().waitFor()
    await page.context().close()
    await app.dispose()
  })
})
