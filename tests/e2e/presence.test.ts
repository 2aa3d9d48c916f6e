import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import { openBrowser, openAppPage } from '../support/app/open-app-page.ts'

/** A page lets the core know whether somebody looks at it. */

let browser: Browser
let app: HeadlessApp

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  app = await startHeadlessApp()
})
afterEach(async () => {
  await app.dispose()
})

it('says it when it opens, when the network comes back, and as another client after a reload', async () => {
  const { page, pageErrors: complaints } = await openAppPage(browser, app)
  const said: Record<string, unknown>[] = []
  page.on('response', (response) => {
    const request = response.request()
    if (!request.url().endsWith('/api/sync/presence')) return
    said.push({ ...(request.postDataJSON() as object), status: response.status() })
  })
  // What the first visit says may or may not have been before anybody listened.
  await page.goto('about:blank')
  said.length = 0
  await page.goto(app.url)
  await expect.poll(() => said.length, { timeout: 10_000 }).toBe(1)
  expect(said[0]).toMatchObject({ is_foreground: true, came_online: false, status: 200 })

  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect.poll(() => said.length, { timeout: 10_000 }).toBe(2)
  expect(said[1]).toMatchObject({ client_id: said[0]?.['client_id'], came_online: true })

  await page.reload()
  await expect.poll(() => said.length, { timeout: 10_000 }).toBe(3)
  expect(said[2]?.['client_id']).not.toBe(said[0]?.['client_id'])
  expect(complaints).toEqual([])
  await page.context().close()
})
