import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageRows } from '../support/app/open-app-page.ts'

/** The app in front of a person, in whichever host. */
export interface OpenedApp {
  page: Page
  /** Uncaught errors and console errors of the page; a good visit has none. */
  pageErrors: string[]
  /** The processes are killed, not asked, and the app is opened again on the same data. */
  killAndReopen(): Promise<void>
  close(): Promise<void>
}

/** Collects what a page complains about. */
export function collectPageErrors(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/**
 * What a person does from the welcome screen on, the same in every host: the headless one in a
 * browser, the desktop through the stand-in, and real Electron.
 */
export function describeUserJourney(host: string, open: () => Promise<OpenedApp>): void {
  describe(`explore with demo mail, in ${host}`, () => {
    let app: OpenedApp

    beforeEach(async () => {
      app = await open()
    })
    afterEach(async () => {
      await app.close()
    })

    async function explore(): Promise<void> {
      await app.page.getByRole('button', { name: /^Explore/u }).click()
      await messageRows(app.page).first().waitFor()
    }

    it('leads to a readable inbox with no further question, and an answer is sent once', async () => {
      await explore()
      const { page, pageErrors: complaints } = app
      expect(await messageRows(page).count()).toBeGreaterThan(5)

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
      await page.getByRole('treeitem', { name: /^Sent/u }).first().click()
      const sent = messageRows(page).filter({ hasText: 'Thank you, that suits me well.' })
      await sent.first().waitFor()
      expect(await sent.count()).toBe(1)
      expect(complaints).toEqual([])
    })

    it('keeps what was typed when the page is reloaded in the middle of it', async () => {
      await explore()
      const { page } = app
      await page.keyboard.press('c')
      await page.getByRole('textbox', { name: 'Subject' }).fill('Half a thought')
      const body = page.getByRole('textbox', { name: 'Message text' })
      await body.click()
      await page.keyboard.type('It must not be lost')
      await page.getByText(/^Saved .* on this device$/u).waitFor()
      await page.reload()
      await messageRows(page).first().waitFor()
      await body.waitFor()
      expect(await body.innerText()).toContain('It must not be lost')
      expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe(
        'Half a thought',
      )
    })

    it('is there again after a kill, with what was read still read', async () => {
      await explore()
      const unread = app.page.getByRole('option', { name: /^Unread/u })
      const name = await unread.first().getAttribute('aria-label')
      if (name === null) throw new Error('a row says nothing to a screen reader')
      const inbox = app.page.getByRole('treeitem', { name: /^Inbox/u }).first()
      const before = (await inbox.getAttribute('aria-label')) ?? ''
      await unread.first().click()
      await app.page.getByRole('option', { name, exact: true }).waitFor({ state: 'detached' })
      // The row changes at once; the count changes when the core has stored the mark.
      await app.page
        .getByRole('treeitem', { name: before, exact: true })
        .first()
        .waitFor({ state: 'detached' })
      await app.killAndReopen()
      await messageRows(app.page).first().waitFor()
      expect(await app.page.getByRole('option', { name, exact: true }).count()).toBe(0)
      await app.page.getByRole('button', { name: /synced/iu }).waitFor()
    })
  })
}
