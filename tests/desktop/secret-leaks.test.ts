import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bridge } from '#shared/bridge.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { launchDesktop, type DesktopApp } from '../support/fake-electron/launch-desktop.ts'

const EMAIL = 'ana@example.com'
/** What Google hands out, and what the simulator hands out alike. */
const TOKEN_SHAPES = /ya29\.[\w-]{6}|1\/\/0?[\w-]{10}|4\/0[\w-]{10}/u

interface PageWorld {
  mailmanager: Bridge
  heard: string[]
}

describe('secrets on the desktop', () => {
  let simulator: Simulator
  let app: DesktopApp
  let page: Page
  let folder: string
  const answers: string[] = []

  async function call(name: string, input: unknown): Promise<Record<string, unknown>> {
    const answer = await page.evaluate(
      ([operation, value]) =>
        (globalThis as unknown as PageWorld).mailmanager.call(operation as 'health.get', value),
      [name, input] as const,
    )
    answers.push(JSON.stringify(answer))
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value as Record<string, unknown>
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-desktop-canaries-'))
    simulator = await startSimulator({ consent: 'auto' })
    simulator.accounts.create({ email: EMAIL, messages: 15 })
    const credentials = join(folder, 'client.json')
    writeFileSync(credentials, JSON.stringify(simulator.googleCredentials))
    app = await launchDesktop({
      dataDir: join(folder, 'data'),
      env: {
        MIA_GMAIL_CREDENTIALS_PATH: credentials,
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
        MAILMANAGER_LOG_LEVEL: 'trace',
      },
    })
    page = await app.page()
    await page.evaluate(() => {
      const world = globalThis as unknown as PageWorld
      world.heard = []
      world.mailmanager.subscribe((event) => void world.heard.push(JSON.stringify(event)))
    })
    const { mailboxId } = await call('mailboxes.create', { displayName: 'Work' })
    const account = await call('accounts.create', { mailboxId, provider: 'gmail' })
    const path = { mailboxId, accountId: account['accountId'] }
    const { authorizationUrl } = await call('accounts.connect', path)
    await (await fetch(String(authorizationUrl))).text()
    await eventually(
      async () => (await call('accounts.get', path))['status'] === 'connected',
      'the account to be connected',
    )
    await call('emails.syncMetadata', { mailboxId })
    simulator.accounts.get(EMAIL).revokeGrants()
    await call('emails.syncMetadata', { mailboxId })
    await call('accounts.credentials', {})
    await call('status.get', {})
  })

  afterAll(async () => {
    await app.quit()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('cross to the page in no answer and no event', async () => {
    const heard = await page.evaluate(() => (globalThis as unknown as PageWorld).heard)
    expect(heard.some((event) => event.includes('account.connected'))).toBe(true)
    const secret = simulator.googleCredentials.installed.client_secret
    for (const message of [...answers, ...heard]) {
      expect(message).not.toMatch(TOKEN_SHAPES)
      expect(message).not.toContain(secret)
    }
  })

  it('appear in nothing that main and core wrote', () => {
    expect(app.output().length).toBeGreaterThan(100)
    expect(app.output()).not.toMatch(TOKEN_SHAPES)
    expect(app.output()).not.toContain(simulator.googleCredentials.installed.client_secret)
  })
})
