import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { startHeadlessApp, type HeadlessApp } from '../support/headless-app.ts'
import { findMessage, openBrowser, rowsOf, visit, type Visit } from '../support/visit.ts'

/** The demo's Outlook account in the one list with the two of Gmail, as a person uses it. */

let browser: Browser
let app: HeadlessApp
let visited: Visit
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
  visited = await visit(browser, app)
  page = visited.page
  await rowsOf(page).first().waitFor()
})
afterEach(async () => {
  expect(visited.complaints).toEqual([])
  await page.context().close()
  await app.dispose()
})

it('stands beside the others, and its mail is in the one inbox', async () => {
  for (const name of ['Work (demo)', 'Personal (demo)', 'Client (demo)']) {
    await page.getByRole('treeitem', { name }).first().waitFor()
  }
  await rowsOf(page).filter({ hasText: 'Marion Tate' }).first().waitFor()
  await rowsOf(page).filter({ hasText: 'Mum’s 70th' }).first().waitFor()
})

it('is read and answered: the answer is in Sent once', async () => {
  const row = await findMessage(page, 'HMS Overdue')
  await row.click()
  const body = page.frameLocator('iframe[sandbox]').locator('body')
  await body.getByText('It is the HMS Overdue.').waitFor()
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: 'Message text' }).click()
  await page.keyboard.type('A fine name for a ship.')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('treeitem', { name: /^Sent/u }).first().click()
  const sent = rowsOf(page).filter({ hasText: 'A fine name for a ship.' })
  await sent.first().waitFor()
  expect(await sent.count()).toBe(1)
})
