import { onTestFinished } from 'vitest'
import { parseGoogleClient, parseOutlookClient } from '#core/auth/client-credentials.ts'
import { googleEndpoints } from '#core/auth/provider-endpoints.ts'
import { createGoogleSignIn } from '#core/auth/google/sign-in.ts'
import { createGoogleTokenSource } from '#core/auth/google/token-source.ts'
import { createLoopbackSignIn } from '#core/auth/loopback/loopback-sign-in.ts'
import { createMicrosoftSignIn } from '#core/auth/microsoft/sign-in.ts'
import { createMicrosoftTokenSource } from '#core/auth/microsoft/token-source.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type {
  AccessTokenSource,
  GoogleEndpoints,
  MicrosoftEndpoints,
  TokenVault,
} from '#core/ports/services.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import type {
  RateLimiter as GmailLimiter,
  QuotaGrant,
} from '#core/providers/gmail/client/rate-limiter.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import type { RateLimiter as OutlookLimiter } from '#core/providers/outlook/client/rate-limiter.ts'
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/start-simulator.ts'
import { silentLogger } from '../support/database/test-store.ts'
import { frozenClock, type FrozenClock } from './frozen-clock.ts'
import { memoryVault } from './memory-vault.ts'

export const PROVIDERS = ['google', 'microsoft'] as const
export type ProviderName = (typeof PROVIDERS)[number]

const EMAIL = { google: 'ana@demo.example', microsoft: 'ana@contoso.example' }
const ACCOUNT = 'account'
/** Lets everything through: the providers' own limits have tests of their own. */
const UNLIMITED = {
  throttled: () => undefined,
  succeeded: () => undefined,
  usage: () => ({ usedLastMinute: 0, limitPerMinute: 0 }),
}
const GMAIL_UNLIMITED: GmailLimiter = {
  ...UNLIMITED,
  acquire: (units) => Promise.resolve(spendOf(units)),
  backgroundBudget: () => Infinity,
}
const OUTLOOK_UNLIMITED: OutlookLimiter = {
  ...UNLIMITED,
  acquire: () => Promise.resolve(() => undefined),
}

function spendOf(units: number): QuotaGrant {
  return { units, reduceTo: () => undefined, split: spendOf, done: () => undefined }
}

/** An account that went through its provider's real sign-in at the simulator. */
export interface SignedInAccount {
  simulator: Simulator
  email: string
  vault: ReturnType<typeof memoryVault>
  /** The clock of the token sources; the simulator's own goes on beside it. */
  clock: FrozenClock
  /** Another source over the same vault, as after a restart. */
  source: (vault?: TokenVault) => AccessTokenSource
  mail: (tokens: AccessTokenSource) => MailProvider
  /** As it stands at the provider: the newest message's id. */
  someMessage: () => string
  /** What another process needs to refresh the same grant. */
  connection:
    | { provider: 'google'; endpoints: GoogleEndpoints; client: unknown }
    | { provider: 'microsoft'; endpoints: MicrosoftEndpoints; client: unknown }
  /** As the ledger and faults call the token endpoint. */
  tokenMethod: string
  refreshes: () => number
  losses: () => number
  /** Lets tokens end, here and there. */
  advance: (ms: number) => void
}

export async function createSignedInAccount(
  name: ProviderName,
  options: SimulatorOptions = {},
): Promise<SignedInAccount> {
  const simulator = await startSimulator({ consent: 'auto', enforceQuota: false, ...options })
  onTestFinished(() => simulator.close())
  const email = EMAIL[name]
  const vault = memoryVault()
  const clock = frozenClock(Date.now())
  const tokenMethod = { google: 'oauth.token', microsoft: 'microsoft.token' }[name]
  let losses = 0
  const common = {
    accountId: ACCOUNT,
    clock,
    logger: silentLogger,
    onGrantLost: () => {
      losses += 1
    },
  }
  const google = {
    client: () => Promise.resolve(parseGoogleClient(simulator.googleCredentials)),
    endpoints: googleEndpoints({
      MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
      MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
    }),
  }
  const microsoft = {
    client: () => Promise.resolve(parseOutlookClient(simulator.microsoftCredentials)),
    endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
  }
  const mail = (tokens: AccessTokenSource): MailProvider => {
    const shared = { tokens, clock: systemClock, logger: silentLogger }
    return name === 'google'
      ? createGmailProvider({
          ...shared,
          endpoints: google.endpoints,
          quotaProfile: 'legacy',
          limiter: GMAIL_UNLIMITED,
        })
      : createOutlookProvider({
          ...shared,
          endpoints: microsoft.endpoints,
          limiter: OUTLOOK_UNLIMITED,
        })
  }
  const profile = (token: string) =>
    mail({
      getAccessToken: () => Promise.resolve(token),
      invalidate: () => undefined,
    }).fetchProfile()
  const begin = (): Promise<SignInAttempt> => {
    const shared = {
      vault,
      clock,
      logger: silentLogger,
      loopback: createLoopbackSignIn({ clock, logger: silentLogger }),
      profile,
    }
    const account = { id: ACCOUNT, emailAddress: null, isDemo: false }
    return name === 'google'
      ? createGoogleSignIn({
          ...shared,
          client: google.client,
          endpoints: () => google.endpoints,
        }).begin(account)
      : createMicrosoftSignIn({ ...shared, ...microsoft }).begin(account)
  }
  const connect = async (): Promise<void> => {
    const attempt = await begin()
    await (await fetch(attempt.authorizationUrl)).text()
    await attempt.outcome
  }

  if (name === 'google') simulator.accounts.create({ email, messages: 3 })
  else simulator.accounts.createMicrosoft({ email, messages: 3 })
  await connect()
  simulator.ledger.reset()
  return {
    simulator,
    email,
    vault,
    clock,
    source: (over = vault) =>
      name === 'google'
        ? createGoogleTokenSource({ ...common, ...google, vault: over })
        : createMicrosoftTokenSource({ ...common, ...microsoft, vault: over }),
    mail,
    someMessage() {
      const account =
        name === 'google' ? simulator.accounts.get(email) : simulator.accounts.microsoft(email)
      const [newest] = account.messages()
      if (!newest) throw new Error('The mailbox is empty')
      return newest.id
    },
    connection:
      name === 'google'
        ? {
            provider: 'google',
            endpoints: google.endpoints,
            client: simulator.googleCredentials,
          }
        : {
            provider: 'microsoft',
            endpoints: microsoft.endpoints,
            client: simulator.microsoftCredentials,
          },
    tokenMethod,
    refreshes: () => simulator.ledger.snapshot().methods[tokenMethod]?.calls ?? 0,
    losses: () => losses,
    advance(ms) {
      clock.advance(ms)
      simulator.clock.advance(ms)
    },
  }
}
