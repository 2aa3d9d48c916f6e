import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { decodeBody, parseMime, walkParts, type MimePart } from '#simulator/mail/mime/parse-mime.ts'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import {
  messageRows,
  openAppPage,
  openBrowser,
  type AppPage,
} from '../support/app/open-app-page.ts'
import { eventually } from '../support/eventually.ts'

/** A message with remote pictures that is answered and forwarded, up to what leaves. */

const EMAIL = 'ana@example.com'
const SHOP = /^https:\/\/shop\.example\//u
const PIXEL = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')
const raw = readFileSync(
  join(import.meta.dirname, '../fixtures/real-mail/reply-remote-pictures.eml'),
)

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})

describe.each(['gmail', 'outlook'] as const)(
  'remote pictures of a quoted message, through %s',
  (provider) => {
    let connected: ConnectedApp
    let visited: AppPage
    let page: Page

    beforeEach(async () => {
      connected = await startConnectedApp({
        email: EMAIL,
        provider,
        prepare: ({ accounts }) => {
          if (provider === 'gmail') {
            accounts.create({ email: EMAIL, messages: [{ raw, labels: ['INBOX'] }] })
          } else accounts.createMicrosoft({ email: EMAIL, messages: [{ raw }] })
        },
      })
      await connected.untilComplete()
      visited = await openAppPage(browser, connected.app)
      page = visited.page
      await page.route(SHOP, (route) => route.fulfill({ contentType: 'image/gif', body: PIXEL }))
      await messageRows(page).filter({ hasText: 'Spring sale' }).first().click()
      await page.getByText(/remote images were blocked/u).waitFor()
    })
    afterEach(async () => {
      expect(visited.pageErrors).toEqual([])
      await page.context().close()
      await connected.dispose()
    })

    /** The parts of the sent message that has these words. */
    async function sentParts(words: string): Promise<MimePart[]> {
      let found: MimePart[] = []
      await eventually(async () => {
        const { accounts } = connected.simulator
        const messages = provider === 'gmail' ? accounts.get(EMAIL) : accounts.microsoft(EMAIL)
        found =
          [...messages.messages()]
            .map((message) => [...walkParts(parseMime(message.raw))])
            .find((parts) => textOf(parts, 'text/html').includes(words)) ?? []
        return Promise.resolve(found.length > 0)
      }, 'the message to arrive')
      return found
    }

    async function write(words: string): Promise<void> {
      await page.getByText('The quoted message has pictures from the web.').waitFor()
      await page.getByRole('textbox', { name: 'Message text' }).click()
      await page.keyboard.type(words)
    }

    function expectPictures(parts: MimePart[]): void {
      const html = textOf(parts, 'text/html')
      expect(html).toContain('src="https://shop.example/pic.png?a=1&amp;b=2"')
      expect(html).toContain('src="https://shop.example/s1.png"')
      expect(html).toContain('url(https://shop.example/behind.png)')
      expect(html).not.toContain('open.gif')
      // None without a source: of one that is lost, its words are left.
      expect(
        [...html.matchAll(/<img\b[^>]*>/gu)].filter(([tag]) => !tag.includes(' src="')),
      ).toEqual([])
      expect(html).toContain('Map of the shop')
      const logo = parts.find(({ headers }) =>
        headers.some(({ name }) => name.toLowerCase() === 'content-id'),
      )
      const contentId = logo?.headers.find(({ name }) => name.toLowerCase() === 'content-id')?.value
      expect(html).toContain(`src="cid:${contentId?.trim().slice(1, -1) ?? 'none'}"`)
      expect(logo && decodeBody(logo).subarray(1, 4).toString()).toBe('PNG')
      // Exchange keeps no text alternative of ours.
      if (provider === 'gmail') expect(textOf(parts, 'text/plain')).toContain('Monday\tTuesday')
    }

    it('leave with an answer though they were blocked, also after a reload, and nothing was loaded', async () => {
      await page.keyboard.press('r')
      await write('Thank you for this.')
      await page.getByText(/^Saved .* on this device$/u).waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'Show quoted text' }).click()
      const quote = page.frameLocator('iframe[title="Quoted text"]')
      await quote.getByText('Spring sale until Sunday.').waitFor()
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      expectPictures(await sentParts('Thank you for this.'))
      expect(visited.foreignRequests).toEqual([])
    })

    it('leave with a forward after they were shown once, without the tracker', async () => {
      await page.getByRole('button', { name: 'Show once' }).click()
      await page.getByText(/remote images were blocked/u).waitFor({ state: 'detached' })
      await page.keyboard.press('f')
      await page.getByRole('textbox', { name: 'To', exact: true }).fill('bob@example.net')
      await write('Look at this.')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      expectPictures(await sentParts('Look at this.'))
      expect(visited.foreignRequests.some((url) => url.includes('open.gif'))).toBe(false)
    })
  },
)

function textOf(parts: MimePart[], type: string): string {
  const part = parts.find(({ mimeType }) => mimeType === type)
  return part === undefined ? '' : decodeBody(part).toString('utf8')
}
