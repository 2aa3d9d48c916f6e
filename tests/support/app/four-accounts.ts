import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Placement } from '#core/ports/messages.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { outlookTruth } from '../../providers/outlook/outlook-mirror.ts'
import { eventually } from '../eventually.ts'
import { startHeadlessApp, type HeadlessApp } from './headless-app.ts'
import { gmailPlacements } from '../sync/expect-gmail-synced.ts'
import { createPostgresDatabase, type Dialect } from '../database/test-store.ts'

/** Two accounts at each provider; at Microsoft one of work and one of a private person. */
export const FOUR_ACCOUNTS = [
  { email: 'ana@example.com', provider: 'gmail', messages: 60 },
  { email: 'bea@example.com', provider: 'gmail', messages: 45 },
  { email: 'ana@contoso.example', provider: 'outlook', messages: 70 },
  { email: 'bea@outlook.com', provider: 'outlook', messages: 50 },
] as const
export type Address = (typeof FOUR_ACCOUNTS)[number]['email']
export type ProviderName = (typeof FOUR_ACCOUNTS)[number]['provider']

export interface AccountResponse {
  account_id: string
  provider: ProviderName
  email_address: string | null
  status: string
  last_error: { code: string; message: string } | null
}
export interface ListItem {
  id: string
  account_id: string
  provider_message_id: string
  subject: string
  received_at: string
  is_read: boolean
}
export interface ListResponse {
  items: ListItem[]
  total: number
  next_cursor: string | null
}
export interface SyncResponse {
  accounts: { account_id: string }[]
  failed_accounts: { account_id: string; code: string; message: string }[]
}

export interface FourAccounts {
  app: HeadlessApp
  simulator: Simulator
  /** `/api/mailboxes/…`, the one mailbox they are all in. */
  mailbox: string
  /** Our id of a connected account. */
  idOf(email: Address): string
  /** A new account of the mailbox, not connected yet. */
  create(provider: ProviderName): Promise<string>
  account(id: string): Promise<AccountResponse>
  /** Begins a sign-in and follows its address as this person; answers the page it ends at. */
  signIn(accountId: string, email: string): Promise<string>
  /** Creates and connects all four and waits until everything is here. */
  connectAll(): Promise<void>
  untilComplete(): Promise<void>
  list(query: string): Promise<ListResponse>
  sync(): Promise<{ status: number; body: SyncResponse }>
  /** Queued changes the provider has not been told. */
  pending(accountId: string): Promise<number>
  /** What the provider says of every message of the account, and when it was received. */
  serverState(email: Address): {
    placements: Map<string, Placement>
    receivedAt: Map<string, number>
  }
  deliver(email: Address, subject: string, text?: string): string
  revokeGrants(email: Address): void
  isReadAtProvider(email: Address, providerMessageId: string): boolean
  /** The host is killed, not asked, and started again on the same data. */
  killAndRestart(): Promise<void>
  dispose(): Promise<void>
}

/** The real headless host with an empty mailbox, and a Google and a Microsoft with two people each. */
export async function startFourAccounts(dialect: Dialect): Promise<FourAccounts> {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-four-'))
  const simulator = await startSimulator({ consent: 'auto' })
  for (const { email, provider, messages } of FOUR_ACCOUNTS) {
    if (provider === 'gmail') simulator.accounts.create({ email, messages })
    else {
      const folders = ['Projects', 'Projects/Clients']
      simulator.accounts.createMicrosoft({ email, messages, folders })
    }
  }
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const database = dialect === 'postgres' ? await createPostgresDatabase() : null
  const env = {
    ...(database === null ? {} : { DATABASE_URL: database.databaseUrl }),
    MIA_GMAIL_CREDENTIALS_PATH: file('google.json', simulator.googleCredentials),
    MIA_OUTLOOK_CREDENTIALS_PATH: file('microsoft.json', simulator.microsoftCredentials),
    MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
    MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
    MAILMANAGER_GRAPH_URL: simulator.graphUrl,
    MAILMANAGER_MICROSOFT_OAUTH_URL: simulator.microsoftOauthUrl,
  }
  let app = await startHeadlessApp({ env })
  const made = await app.api<{ mailbox_id: string }>('POST', '/api/mailboxes', {
    display_name: 'All four',
  })
  const mailbox = `/api/mailboxes/${made.body.mailbox_id}`
  const ids = new Map<string, string>()
  const providerOf = (email: Address): ProviderName =>
    FOUR_ACCOUNTS.find((one) => one.email === email)?.provider ?? 'gmail'

  const world: FourAccounts = {
    get app() {
      return app
    },
    simulator,
    mailbox,
    idOf: (email) => ids.get(email) ?? '',
    async create(provider) {
      const { body } = await app.api<AccountResponse>('POST', `${mailbox}/accounts`, { provider })
      return body.account_id
    },
    async account(id) {
      return (await app.api<AccountResponse>('GET', `${mailbox}/accounts/${id}`)).body
    },
    async signIn(accountId, email) {
      const { body } = await app.api<{ authorization_url: string }>(
        'POST',
        `${mailbox}/accounts/${accountId}/connect`,
      )
      const url = new URL(body.authorization_url)
      url.searchParams.set('login_hint', email)
      return (await fetch(url, { headers: { 'accept-language': 'en' } })).text()
    },
    async connectAll() {
      for (const { email, provider } of FOUR_ACCOUNTS) {
        const id = await world.create(provider)
        ids.set(email, id)
        await world.signIn(id, email)
        await eventually(
          async () => (await world.account(id)).status === 'connected',
          `${email} to be connected`,
        )
      }
      await world.untilComplete()
    },
    async untilComplete() {
      await eventually(async () => {
        const { body } = await app.api<{ accounts: { phase: string; backlog: number }[] }>(
          'GET',
          '/api/status',
        )
        return body.accounts.every(({ phase, backlog }) => phase === 'complete' && backlog === 0)
      }, 'all to be complete')
    },
    list: async (query) => (await app.api<ListResponse>('GET', `${mailbox}/emails?${query}`)).body,
    sync: () => app.api<SyncResponse>('POST', `${mailbox}/emails/sync-metadata`),
    async pending(accountId) {
      const { body } = await app.api<{
        accounts: { account_id: string; pending_actions: number }[]
      }>('GET', '/api/status')
      const entry = body.accounts.find(({ account_id }) => account_id === accountId)
      return entry?.pending_actions ?? Number.NaN
    },
    serverState(email) {
      if (providerOf(email) === 'gmail') {
        const messages = [...simulator.accounts.get(email).messages()]
        return {
          placements: gmailPlacements(simulator, email),
          receivedAt: new Map(messages.map(({ id, internalDate }) => [id, internalDate])),
        }
      }
      const messages = [...simulator.accounts.microsoft(email).messages()]
      return {
        placements: outlookTruth(simulator, email),
        receivedAt: new Map(messages.map(({ id, receivedAt }) => [id, receivedAt])),
      }
    },
    deliver: (email, subject, text) =>
      simulator.accounts.deliver(email, { subject, ...(text === undefined ? {} : { text }) }),
    revokeGrants(email) {
      if (providerOf(email) === 'gmail') simulator.accounts.get(email).revokeGrants()
      else simulator.accounts.microsoft(email).revokeGrants()
    },
    isReadAtProvider(email, id) {
      if (providerOf(email) === 'gmail') {
        return simulator.accounts.get(email).message(id)?.labelIds.includes('UNREAD') === false
      }
      return simulator.accounts.microsoft(email).message(id)?.isRead === true
    },
    async killAndRestart() {
      const { dataDir } = app
      await app.kill()
      app = await startHeadlessApp({ dataDir, env })
    },
    async dispose() {
      await app.dispose()
      await simulator.close()
      await database?.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return world
}
