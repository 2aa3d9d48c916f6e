import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Route } from 'playwright-core'
import { CHROMIUM_ARGS } from '../app/chromium.ts'
import { app } from './electron-app.ts'
import { sendReport } from './test-messages.ts'

/** Chromium cannot be taught a scheme from outside, so app://NAME/ is https://NAME.app.invalid/. */
const SUFFIX = '.app.invalid'

export function toBrowserUrl(url: string): string {
  return url.replace(/^app:\/\/([^/]+)/u, `https://$1${SUFFIX}`)
}

export function toElectronUrl(url: string): string {
  return url.replace(/^https:\/\/([^/]+)\.app\.invalid(?=\/|$)/u, 'app://$1')
}

type Handler = (request: Request) => Promise<Response>
const schemes = new Map<string, Handler>()

export const protocol = {
  registerSchemesAsPrivileged: (): void => undefined,
  handle: (scheme: string, handler: Handler): void => void schemes.set(scheme, handler),
}

/** Answers one request of a page from the scheme's real handler; nothing reaches a network. */
export async function fulfillFromScheme(route: Route): Promise<void> {
  const url = toElectronUrl(route.request().url())
  const handler = schemes.get(url.split(':')[0] ?? '')
  if (handler === undefined) {
    sendReport({ kind: 'blocked', url })
    await route.abort('blockedbyclient')
    return
  }
  const response = await handler(new Request(url, { method: route.request().method() }))
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}

let context: Promise<BrowserContext> | null = null

/** The one Chromium of this app, with a profile in its user data folder. */
export function browserContext(): Promise<BrowserContext> {
  context ??= launch()
  return context
}

async function launch(): Promise<BrowserContext> {
  const executablePath = process.env['MAILMANAGER_CHROMIUM']
  if (executablePath === undefined) throw new Error('MAILMANAGER_CHROMIUM must name a browser')
  const profile = join(app.getPath('userData'), 'chromium')
  const launched = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: null,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [...CHROMIUM_ARGS, '--remote-debugging-port=0'],
  })
  app.atExit.push(() => launched.close())
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  sendReport({ kind: 'browser', endpoint: `http://127.0.0.1:${port ?? ''}` })
  return launched
}
