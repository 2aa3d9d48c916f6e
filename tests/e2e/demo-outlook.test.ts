import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import {
  searchMessage,
  openBrowser,
  messageRows,
  openAppPage,
  type AppPage,
} from '../support/app/open-app-page.ts'

/** The demo's Outlook account in the one list with the two of Gmail, as a person uses it. */

let browser: Browser
let app: HeadlessApp
let visited: AppPage
let page: Page

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  app = await startHeadlessApp()
  await app.api('POST', '/api/demo')
  visited = await openAppPage(browser, app)
  page = visited.page
  await messageRows(page).first().waitFor()
})
afterEach(async () => {
  expect(visited.pageErrors).toEqual([])
  await page.context().close()
  await app.dispose()
})

it('stands beside the others, and its mail is in the one inbox', async () => {
  for (const name of ['Work (demo)', 'Personal (demo)', 'Client (demo)']) {
    await page.getByRole('treeitem', { name }).first().waitFor()
  }
  await messageRows(page).filter({ hasText: 'Marion Tate' }).first().waitFor()
  await messageRows(page).filter({ hasText: 'Mum’s 70th' }).first().waitFor()
})

it('is read and answered: the answer is in Sent once', async () => {
  const row = await searchMessage(page, 'HMS Overdue')
  await row.click()
  const body = page.frameLocator('iframe[sandbox]').locator('body')
  await body.getByText('It is the HMS Overdue.').waitFor()
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: 'Message text' }).click()
  await page.keyboard.type('A fine name for a ship.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('treeitem', { name: /^Sent/u }).first().click()
  const sent = messageRows(page).filter({ hasText: 'A fine name for a ship.' })
  await sent.first().waitFor()
  expect(await sent.count()).toBe(1)
})
