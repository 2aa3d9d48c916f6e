import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  searchMessage,
  messageRows,
  openAppPage,
  type AppPage,
} from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** Reading the demo’s mail: pictures, files, scripts of other languages, marking. */

const demo = shareDemo()
let visited: AppPage
let page: Page

beforeEach(async () => {
  visited = await openAppPage(demo.browser, demo.app)
  page = visited.page
  await messageRows(page).first().waitFor()
})
afterEach(async () => {
  await page.context().close()
})

const body = () => page.frameLocator('iframe[sandbox]').locator('body')

describe('pictures from elsewhere', () => {
  it('are not asked for: the browser speaks to no other host, and says how many there were', async () => {
    await (await searchMessage(page, 'Harbour Books: The Beekeeper')).click()
    await body().getByText('Our bookseller Joan').first().waitFor()
    await page.getByText(/remote images? (was|were) blocked/u).waitFor()
    expect(visited.foreignRequests).toEqual([])
    expect(visited.pageErrors).toEqual([])
  })

  it('are asked for once after “Show once”, and are blocked again the next time', async () => {
    // Nothing leaves this machine: the pictures are answered here.
    await page.route(/^https:/u, (route) => route.fulfill({ status: 404, body: '' }))
    await (await searchMessage(page, 'Harbour Books: North')).click()
    await page.getByRole('button', { name: 'Show once' }).click()
    await expect.poll(() => visited.foreignRequests.length).toBeGreaterThan(0)
    await page.reload()
    await (await searchMessage(page, 'Harbour Books: North')).click()
    await page.getByRole('button', { name: 'Show once' }).waitFor()
  })

  it('load for a trusted sender at once, until the trust is taken back in the settings', async () => {
    await page.route(/^https:/u, (route) => route.fulfill({ status: 404, body: '' }))
    await (await searchMessage(page, 'The Section: A market hall')).click()
    await page.getByRole('button', { name: 'Always for this sender' }).click()
    await expect.poll(() => visited.foreignRequests.length).toBeGreaterThan(0)

    visited.foreignRequests.length = 0
    await page.reload()
    await (await searchMessage(page, 'The Section: A market hall')).click()
    await expect.poll(() => visited.foreignRequests.length).toBeGreaterThan(0)

    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: /^No longer load images of/u }).click()
    await page.getByText('None yet.', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show once' }).waitFor()
  })
})

describe('a message', () => {
  it('in Arabic runs from right to left', async () => {
    await (await searchMessage(page, 'دعوة للمشاركة')).click()
    const line = body().getByText('الأستاذة مارا المحترمة').first()
    await line.waitFor()
    expect(await line.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  })

  it('in Japanese is found by two of its characters and shown', async () => {
    await (await searchMessage(page, '京都')).click()
    await body().getByText('Tanaka Yoko').first().waitFor()
  })

  it('shows the pictures it brought along, without asking anybody', async () => {
    await searchMessage(page, 'Site photos, week 31')
    await page.getByRole('option', { name: /Gareth Pugh, Site photos, week 31/u }).click()
    const picture = body().locator('img').first()
    await picture.waitFor()
    await expect
      .poll(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0)
    expect(visited.foreignRequests).toEqual([])
  })

  it('gives its files away under their own names', async () => {
    await (await searchMessage(page, 'Poster boards')).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: /^Save proofs/u }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^proofs.*\.pdf$/u)
    expect(readFileSync(await file.path()).length).toBeGreaterThan(100)
  })

  it('shows its source as it came', async () => {
    await (await searchMessage(page, 'Poster boards')).click()
    await page.getByRole('button', { name: 'Print' }).and(page.locator(':enabled')).waitFor()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Message source' }).click()
    await page.getByRole('dialog').getByText('Content-Type:', { exact: false }).first().waitFor()
  })
})

describe('read and unread', () => {
  const unreadRows = () => page.getByRole('option', { name: /^Unread/u })

  it('changes several at once, and Undo changes exactly those back', async () => {
    const names: string[] = []
    for (const index of [0, 1]) {
      const row = unreadRows().nth(index)
      names.push((await row.getAttribute('aria-label')) ?? '')
      await row.click({ modifiers: ['Control'] })
    }
    const [one, other] = names.map((name) => page.getByRole('option', { name, exact: true }))
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('Shift+I')
    await one?.waitFor({ state: 'detached' })
    await other?.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await one?.waitFor()
    await other?.waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('2 selected').waitFor({ state: 'detached' })
  })

  it('reaches a second window by itself', async () => {
    const other = await openAppPage(demo.browser, demo.app)
    await messageRows(other.page).first().waitFor()
    const row = unreadRows().last()
    const name = await row.getAttribute('aria-label')
    if (name === null) throw new Error('a row says nothing to a screen reader')
    const there = other.page.getByRole('option', { name, exact: true })
    await there.waitFor()
    await row.click()
    await there.waitFor({ state: 'detached' })
    await other.page.context().close()
  })
})
