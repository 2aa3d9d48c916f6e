import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/start-simulator.ts'
import { eventually } from '../eventually.ts'
import { startHeadlessApp, type HeadlessApp } from './headless-app.ts'

export interface ConnectedApp {
  app: HeadlessApp
  simulator: Simulator
  mailboxId: string
  accountId: string
  /** The same data folder and provider in a fresh process; the old one must have ended. */
  restart(): Promise<HeadlessApp>
  /** Until the status says that everything the provider has is here. */
  untilComplete(): Promise<void>
  dispose(): Promise<void>
}

/**
 * The real headless host, signed in to one simulated account, of Gmail unless told otherwise.
 * @param prepare fills the simulator before anything connects
 */
export async function startConnectedApp(options: {
  email: string
  provider?: 'gmail' | 'outlook'
  simulator?: SimulatorOptions
  env?: Record<string, string>
  prepare: (simulator: Simulator) => void
}): Promise<ConnectedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-connected-'))
  const simulator = await startSimulator({ consent: 'auto', ...options.simulator })
  options.prepare(simulator)
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const env = {
    MIA_GMAIL_CREDENTIALS_PATH: file('google.json', simulator.googleCredentials),
    MIA_OUTLOOK_CREDENTIALS_PATH: file('microsoft.json', simulator.microsoftCredentials),
    MAILMANAGER_GRAPH_URL: simulator.graphUrl,
    MAILMANAGER_MICROSOFT_OAUTH_URL: simulator.microsoftOauthUrl,
    MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
    MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
    ...options.env,
  }
  let app = await startHeadlessApp({ env })
  const { dataDir } = app
  const mailbox = await app.api<{ mailbox_id: string }>('POST', '/api/mailboxes', {
    display_name: 'Work',
  })
  const mailboxId = mailbox.body.mailbox_id
  const accounts = `/api/mailboxes/${mailboxId}/accounts`
  const account = await app.api<{ account_id: string }>('POST', accounts, {
    provider: options.provider ?? 'gmail',
  })
  const accountId = account.body.account_id
  const connect = await app.api<{ authorization_url: string }>(
    'POST',
    `${accounts}/${accountId}/connect`,
  )
  const consent = new URL(connect.body.authorization_url)
  consent.searchParams.set('login_hint', options.email)
  const page = await fetch(consent, { headers: { 'accept-language': 'en' } })
  await page.text()
  await eventually(async () => {
    const now = await app.api<{ status: string }>('GET', `${accounts}/${accountId}`)
    return now.body.status === 'connected'
  }, 'the account to be connected')

  return {
    get app() {
      return app
    },
    simulator,
    mailboxId,
    accountId,
    async restart() {
      app = await startHeadlessApp({ dataDir, env })
      return app
    },
    async untilComplete() {
      await eventually(async () => {
        const status = await app.api<{ accounts: { phase: string; backlog: number }[] }>(
          'GET',
          '/api/status',
        )
        return status.body.accounts.every(
          (entry) => entry.phase === 'complete' && entry.backlog === 0,
        )
      }, 'the sync to be complete')
    },
    async dispose() {
      await app.dispose()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
