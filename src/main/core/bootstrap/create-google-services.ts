import { isSameAddress } from '#shared/domain/own-addresses.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { SignIn } from '../ports/engines.ts'
import type { MailProvider } from '../ports/provider.ts'
import type { GoogleEndpoints, Logger, TokenVault } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import {
  parseGoogleClient,
  type ClientCredentials,
  type GoogleClient,
} from '../auth/client-credentials.ts'
import { googleEndpoints } from '../auth/provider-endpoints.ts'
import { fixedTokenSource } from '../auth/fixed-token-source.ts'
import { deleteGrant } from '../auth/grant-store.ts'
import { revokeGoogleGrant } from '../auth/google/revoke-grant.ts'
import { createGoogleSignIn } from '../auth/google/sign-in.ts'
import { createGoogleTokenSource } from '../auth/google/token-source.ts'
import { createLoopbackSignIn } from '../auth/loopback/loopback-sign-in.ts'
import type { createDemoSimulator } from '../demo/demo-simulator.ts'
import { createGmailProviders, type GmailProviders } from '../providers/gmail/index.ts'
import type { CoreConfig } from '../platform/config.ts'

export interface GoogleDependencies {
  store: Store
  clock: Clock
  logger: Logger
  vault: TokenVault
  credentials: ClientCredentials
  /** Google itself, or a loopback override. */
  endpoints: GoogleEndpoints
  /** 0 to 1; spreads the waits before retries. */
  random: () => number
  demo: ReturnType<typeof createDemoSimulator>
  /** Where grants of demo accounts are. */
  demoVault: () => Promise<TokenVault>
  gmail: CoreConfig['gmail']
  onGrantLost: (account: AccountRow) => void
}

/** Where an account's Google is and how we are known there. */
interface GoogleContext {
  gmail: GmailProviders
  endpoints: GoogleEndpoints
  client: () => Promise<GoogleClient>
  vault: TokenVault
}

/** Sign-in and provider adapters for Gmail accounts, real and demo alike. */
export function createGoogleServices(deps: GoogleDependencies): {
  signIn: SignIn
  open: (account: AccountRow) => Promise<MailProvider>
} {
  const { clock, logger, random } = deps
  const gmail = createGmailProviders({ clock, logger, random, ...deps.gmail })
  // The demo provider counts units and refuses none, so nobody waits in a demo.
  const demoGmail = createGmailProviders({
    clock,
    logger,
    random,
    quotaProfile: 'legacy',
    quotaScale: 1000,
  })
  const loopback = createLoopbackSignIn({ clock, logger })

  async function contextOf(account: AccountRow): Promise<GoogleContext> {
    if (!account.isDemo) {
      return {
        gmail,
        endpoints: deps.endpoints,
        client: () => deps.credentials.google(),
        vault: deps.vault,
      }
    }
    const simulator = await deps.demo.get()
    const client = parseGoogleClient(simulator.googleCredentials)
    return {
      gmail: demoGmail,
      endpoints: googleEndpoints({
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
      }),
      client: () => Promise.resolve(client),
      vault: await deps.demoVault(),
    }
  }

  return {
    signIn: {
      async begin(account) {
        const { gmail: providers, endpoints, client, vault } = await contextOf(account)
        return createGoogleSignIn({
          endpoints: () => endpoints,
          client,
          vault,
          loopback,
          clock,
          logger,
          profile: (token, at) =>
            providers
              .open(account.id, { tokens: fixedTokenSource(token), endpoints: at })
              .fetchProfile(),
        }).begin(account)
      },

      async revoke(account) {
        const { gmail: providers, endpoints, vault } = await contextOf(account)
        providers.forget(account.id)
        if (await isSharedAddress(deps.store, account)) {
          // Google ends every grant this person gave to our client, the other account's as well.
          await deleteGrant(vault, account.id)
          return false
        }
        return revokeGoogleGrant({ accountId: account.id, vault, endpoints, clock, logger })
      },
    },

    async open(account) {
      const { gmail: providers, endpoints, client, vault } = await contextOf(account)
      const tokens = createGoogleTokenSource({
        accountId: account.id,
        vault,
        client,
        endpoints,
        clock,
        logger,
        onGrantLost: () => deps.onGrantLost(account),
      })
      return providers.open(account.id, { tokens, endpoints })
    },
  }
}

/** Whether another account here is signed in to the same Google account. */
async function isSharedAddress(store: Store, account: AccountRow): Promise<boolean> {
  const { emailAddress } = account
  if (emailAddress === null) return false
  const all = await store.read.accounts.listAll()
  return all.some(
    (other) =>
      other.id !== account.id &&
      other.isDemo === account.isDemo &&
      other.provider === account.provider &&
      other.status === 'connected' &&
      other.emailAddress !== null &&
      isSameAddress(other.emailAddress, emailAddress),
  )
}
