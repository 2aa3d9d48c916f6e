import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core'
import { CHROMIUM_ARGS } from './chromium.ts'
import type { HeadlessApp } from './headless-app.ts'

export interface AppPage {
  page: Page
  /** Uncaught errors and console errors of the page; a good visit has none. */
  pageErrors: string[]
  /** Addresses the page asked of any host but the app’s own. */
  foreignRequests: string[]
}

/** The real Chromium. `executable` comes from the test run: `inject('chromium')`. */
export function openBrowser(executable: string): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args: CHROMIUM_ARGS })
}

/** Opens the app in a browser of its own: 1280×800, English, unless `options` says otherwise. */
export async function openAppPage(
  browser: Browser,
  app: HeadlessApp,
  options: BrowserContextOptions = {},
): Promise<AppPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  const elsewhere: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^https?:$/u.test(protocol) && origin !== app.url) elsewhere.push(request.url())
  })
  await page.goto(app.entryUrl)
  return { page, pageErrors: complaints, foreignRequests: elsewhere }
}

/** The rows of the message list. */
export function messageRows(page: Page): Locator {
  return page.locator('[role=listbox] [role=option]')
}

/** Searches in the list; answers the first row of what is found. */
export async function searchMessage(page: Page, words: string): Promise<Locator> {
  await page.getByRole('textbox', { name: /^(?:Search|Buscar)$/u }).fill(words)
  // The list says that it holds results once it is the searched one.
  await page.getByText(/^\d+ (?:results?|resultados?)$/u).waitFor()
  const row = messageRows(page).filter({ hasText: words }).first()
  await row.waitFor()
  return row
}
