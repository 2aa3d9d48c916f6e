import { randomBytes } from 'node:crypto'
import { createAccounts, type Accounts } from './control/accounts.ts'
import { createClock, type SimulatorClock } from './control/clock.ts'
import type { ControlContext } from './control/control-api.ts'
import type { Faults, FaultScript } from './control/faults.ts'
import { createLedger, type Ledger } from './control/request-ledger.ts'
import type { Simulation, SimulationSettings } from './control/simulation.ts'
import {
  readStateFile,
  restoreGmailStore,
  snapshotGmailStore,
  writeStateFile,
} from './control/state-file.ts'
import {
  restoreOutlookStore,
  snapshotOutlookStore,
} from './microsoft/mail-store/outlook-store-snapshot.ts'
import { findGoogleAccountOf } from './google/gmail/request/dispatcher.ts'
import { createQuotaWindow, QUOTAS, type QuotaProfile } from './google/gmail/request/quota.ts'
import { codeChallengeOf, createGoogleGrants } from './google/oauth/grants.ts'
import { createIdTokenSigner } from './google/oauth/id-token.ts'
import { createGoogleRouter } from './google/router.ts'
import type { ApiRequest, ApiResponse } from './http/request-and-response.ts'
import { listen } from './http/loopback-server.ts'
import { createRandom } from './control/seeded-random.ts'
import { createThrottle } from './microsoft/graph/request/throttle.ts'
import { createMicrosoftGrants } from './microsoft/oauth/grants.ts'
import { issueMicrosoftTokens } from './microsoft/oauth/issue-microsoft-tokens.ts'
import { createMicrosoftRouter } from './microsoft/router.ts'

export interface SimulatorOptions {
  /** 0, the default, takes any free port of 127.0.0.1. */
  port?: number
  /** Round trip in simulator milliseconds; default 0. */
  latencyMs?: number
  /** Default `legacy`: 15,000 units a minute. */
  quotaProfile?: QuotaProfile
  /** Default true. */
  enforceQuota?: boolean
  /** The simulator's clock runs this many times as fast, and delays shrink by it; default 1. */
  timeScale?: number
  /** `auto` signs the first or hinted account in without a page; default `page`. */
  consent?: 'page' | 'auto'
  /** Where accounts, mail and grants survive a restart. */
  stateFile?: string
  /** For everything left to chance; default 1. */
  seed?: number
  /** The real time behind the simulator's clock; default Date.now. */
  now?: () => number
  /** Whether sending replaces the Message-ID, as Gmail does; default true. */
  replaceMessageId?: boolean
  /** Requests one person may have in flight; default 50. */
  maxConcurrent?: number
  /** Microsoft work accounts need their administrator's approval; default false. */
  adminApproval?: boolean
  /** A replaced Microsoft refresh token stops working; default false, as at Microsoft. */
  oldRefreshTokensFail?: boolean
}

/** The public client registered at the simulated Microsoft. */
export interface MicrosoftCredentials {
  client_id: string
  tenant: string
}

/** A Google client file for an installed app, as the console gives it out. */
export interface GoogleCredentials {
  installed: {
    client_id: string
    project_id: string
    auth_uri: string
    token_uri: string
    auth_provider_x509_cert_url: string
    client_secret: string
    redirect_uris: string[]
  }
}

export interface Simulator {
  url: string
  /** For MAILMANAGER_GOOGLE_API_URL. */
  googleApiUrl: string
  /** For MAILMANAGER_GOOGLE_OAUTH_URL. */
  googleOauthUrl: string
  googleCredentials: GoogleCredentials
  /** For MAILMANAGER_GRAPH_URL: `/v1.0/…` lies below it. */
  graphUrl: string
  /** For MAILMANAGER_MICROSOFT_OAUTH_URL: `/{tenant}/oauth2/v2.0/…` lies below it. */
  microsoftOauthUrl: string
  microsoftCredentials: MicrosoftCredentials
  accounts: Accounts
  ledger: Ledger
  faults: Faults
  clock: SimulatorClock
  settings: SimulationSettings
  setConsent(consent: 'page' | 'auto'): void
  /** Signs an account in without a browser: for tests that are not about signing in. */
  issueTokens(
    email: string,
    scopes: readonly string[],
  ): { accessToken: string; refreshToken: string }
  /** The same at Microsoft; scopes with or without Graph's prefix. */
  issueMicrosoftTokens(
    email: string,
    scopes: readonly string[],
  ): { accessToken: string; refreshToken: string; expiresIn: number }
  /** Whether anybody ever signed in with this account, at whichever provider it is. */
  hasSignedIn(email: string): boolean
  /** Writes the state file now, if there is one. */
  save(): void
  close(): Promise<void>
}

const SAVE_DELAY_MS = 500

/** What only tests need of the simulator, and what an installed program ships without. */
export interface ControlParts {
  faults: FaultScript
  /** Answers requests to `/_control/`, by which a test in another process changes the simulation. */
  serveControl: ((context: ControlContext, request: ApiRequest) => ApiResponse) | null
}

/** Starts the simulated Google and Microsoft on loopback, with the given means to disturb them. */
export async function startServices(
  options: SimulatorOptions,
  { faults, serveControl }: ControlParts,
): Promise<Simulator> {
  const { stateFile, seed = 1, timeScale = 1, now = Date.now } = options
  if (!(timeScale > 0)) throw new Error('timeScale must be above 0')
  const saved = stateFile === undefined ? null : readStateFile(stateFile)
  const clock = createClock({
    timeScale,
    real: now,
    startAt: Math.max(now(), saved?.savedAt ?? 0),
  })
  const settings: SimulationSettings = {
    quotaProfile: options.quotaProfile ?? 'legacy',
    enforceQuota: options.enforceQuota ?? true,
    latencyMs: options.latencyMs ?? 0,
    maxConcurrent: options.maxConcurrent ?? 50,
    replaceMessageId: options.replaceMessageId ?? true,
    adminApproval: options.adminApproval ?? false,
    oldRefreshTokensFail: options.oldRefreshTokensFail ?? false,
  }
  let consent = options.consent ?? 'page'
  let closed = false
  let saveTimer: NodeJS.Timeout | null = null

  const save = (): void => {
    if (saveTimer) clearTimeout(saveTimer)
    saveTimer = null
    if (stateFile === undefined) return
    writeStateFile(stateFile, {
      savedAt: clock.now(),
      secret: simulation.secret.toString('base64'),
      grants: simulation.googleGrants.snapshot(),
      mailboxes: [...simulation.gmailStores.values()].map(snapshotGmailStore),
      microsoft: {
        grants: simulation.microsoftGrants.snapshot(),
        mailboxes: [...simulation.outlookStores.values()].map(snapshotOutlookStore),
      },
    })
  }
  const changed = (): void => {
    if (stateFile === undefined || saveTimer) return
    saveTimer = setTimeout(save, SAVE_DELAY_MS)
    saveTimer.unref()
  }
  const unitsPerMinute = (): number => QUOTAS[settings.quotaProfile].unitsPerMinute

  const simulation: Simulation = {
    clock,
    settings,
    ledger: createLedger(unitsPerMinute),
    faults,
    gmailQuota: createQuotaWindow(unitsPerMinute, clock.now),
    googleGrants: createGoogleGrants(clock.now, changed, saved?.grants ?? null),
    idTokens: createIdTokenSigner(),
    gmailStores: new Map(
      (saved?.mailboxes ?? []).map((mailbox) => [
        mailbox.email,
        restoreGmailStore(mailbox, clock.now),
      ]),
    ),
    outlookStores: new Map(
      (saved?.microsoft?.mailboxes ?? []).map((mailbox) => [
        mailbox.email,
        restoreOutlookStore(mailbox, clock.now),
      ]),
    ),
    microsoftGrants: createMicrosoftGrants({
      now: clock.now,
      changed,
      oldTokensFail: () => settings.oldRefreshTokensFail,
      saved: saved?.microsoft?.grants ?? null,
    }),
    graphThrottle: createThrottle(clock.now),
    random: createRandom(seed),
    secret: saved ? Buffer.from(saved.secret, 'base64') : randomBytes(32),
    consent: () => consent,
    onChange: changed,
  }
  const accounts = createAccounts(simulation, seed)
  const google = createGoogleRouter(simulation)
  const microsoft = createMicrosoftRouter(simulation)
  const setConsent = (value: 'page' | 'auto'): void => {
    consent = value
  }

  const inFlight = new Map<string, number>()
  const serve = async (request: ApiRequest): Promise<ApiResponse> => {
    if (serveControl !== null && request.path.startsWith('/_control/'))
      return serveControl({ simulation, accounts, setConsent }, request)
    if (microsoft.handles(request.path)) return microsoft.serve(request)
    const account = findGoogleAccountOf(simulation, request) ?? ''
    const running = (inFlight.get(account) ?? 0) + 1
    inFlight.set(account, running)
    try {
      await clock.sleep(settings.latencyMs / 2)
      const overloaded = account !== '' && running > settings.maxConcurrent
      const response = await google.serve(request, overloaded)
      await clock.sleep(settings.latencyMs / 2)
      return response
    } finally {
      inFlight.set(account, (inFlight.get(account) ?? 1) - 1)
    }
  }

  const server = await listen(options.port ?? 0, serve)
  return {
    url: server.url,
    googleApiUrl: server.url,
    googleOauthUrl: server.url,
    googleCredentials: credentialsOf(simulation),
    graphUrl: server.url,
    microsoftOauthUrl: server.url,
    microsoftCredentials: { client_id: simulation.microsoftGrants.clientId, tenant: 'common' },
    accounts,
    ledger: simulation.ledger,
    faults: simulation.faults,
    clock,
    settings,
    setConsent,
    issueTokens: (email, scopes) => issueTokens(simulation, accounts.get(email).email, scopes),
    issueMicrosoftTokens: (email, scopes) =>
      issueMicrosoftTokens(simulation, accounts.microsoft(email).email, scopes),
    hasSignedIn: (email) =>
      simulation.googleGrants.hasSignedIn(email.toLowerCase()) ||
      simulation.microsoftGrants.hasSignedIn(email.toLowerCase()),
    save,
    close: async () => {
      if (closed) return
      closed = true
      await server.close()
      // What is still on its way arrives: a mailbox is saved at rest.
      for (const { submissions } of simulation.outlookStores.values())
        for (const { finish } of submissions.splice(0)) finish()
      save()
    },
  }
}

function issueTokens(
  simulation: Simulation,
  email: string,
  scopes: readonly string[],
): { accessToken: string; refreshToken: string } {
  const verifier = randomBytes(32).toString('base64url')
  const redirectUri = 'http://127.0.0.1:1/'
  const code = simulation.googleGrants.authorize({
    email,
    scopes,
    redirectUri,
    challenge: codeChallengeOf(verifier),
    offline: true,
    consentAsked: true,
    includeGranted: false,
    nonce: null,
  })
  const tokens = simulation.googleGrants.redeem(code, redirectUri, verifier)
  if (typeof tokens === 'string' || tokens.refreshToken === null)
    throw new Error(`No tokens for ${email}`)
  return { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }
}

function credentialsOf({ googleGrants: { client } }: Simulation): GoogleCredentials {
  return {
    installed: {
      client_id: client.id,
      project_id: client.projectId,
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
      client_secret: client.secret,
      redirect_uris: ['http://localhost'],
    },
  }
}
