import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { SignIn } from '../ports/engines.ts'
import type { MailProvider } from '../ports/provider.ts'
import type { Logger, MicrosoftEndpoints, TokenVault } from '../ports/services.ts'
import {
  parseOutlookClient,
  type ClientCredentials,
  type OutlookClient,
} from '../auth/client-credentials.ts'
import { microsoftEndpoints } from '../auth/provider-endpoints.ts'
import { createLoopbackSignIn } from '../auth/loopback/loopback-sign-in.ts'
import { fixedTokenSource } from '../auth/fixed-token-source.ts'
import { deleteGrant } from '../auth/grant-store.ts'
import { createMicrosoftSignIn } from '../auth/microsoft/sign-in.ts'
import { createMicrosoftTokenSource } from '../auth/microsoft/token-source.ts'
import type { createDemoSimulator } from '../demo/demo-simulator.ts'
import { createOutlookProviders } from '../providers/outlook/index.ts'

export interface MicrosoftDependencies {
  clock: Clock
  logger: Logger
  vault: TokenVault
  credentials: ClientCredentials
  /** Microsoft itself, or a loopback override. */
  endpoints: MicrosoftEndpoints
  /** 0 to 1; spreads the waits before retries. */
  random: () => number
  demo: ReturnType<typeof createDemoSimulator>
  /** Where grants of demo accounts are. */
  demoVault: () => Promise<TokenVault>
  onGrantLost: (account: AccountRow) => void
}

/** Where an account's Microsoft is and how we are known there. */
interface MicrosoftContext {
  endpoints: MicrosoftEndpoints
  client: () => Promise<OutlookClient>
  vault: TokenVault
}

/** Sign-in and provider adapters for Outlook accounts, real and demo alike. */
export function createMicrosoftServices(deps: MicrosoftDependencies): {
  signIn: SignIn
  open: (account: AccountRow) => Promise<MailProvider>
} {
  const { clock, logger, random } = deps
  const outlook = createOutlookProviders({ clock, logger, random })
  const loopback = createLoopbackSignIn({ clock, logger })

  async function contextOf(account: AccountRow): Promise<MicrosoftContext> {
    if (!account.isDemo) {
      return {
        endpoints: deps.endpoints,
        client: () => deps.credentials.microsoft(),
        vault: deps.vault,
      }
    }
    const simulator = await deps.demo.get()
    const client = parseOutlookClient(simulator.microsoftCredentials)
    return {
      endpoints: microsoftEndpoints({
        MAILMANAGER_GRAPH_URL: simulator.graphUrl,
        MAILMANAGER_MICROSOFT_OAUTH_URL: simulator.microsoftOauthUrl,
      }),
      client: () => Promise.resolve(client),
      vault: await deps.demoVault(),
    }
  }

  return {
    signIn: {
      async begin(account) {
        const { endpoints, client, vault } = await contextOf(account)
        return createMicrosoftSignIn({
          endpoints,
          client,
          vault,
          loopback,
          clock,
          logger,
          profile: (token) =>
            outlook
              .open(SIGN_IN_LIMITS_KEY, { tokens: fixedTokenSource(token), endpoints })
              .fetchProfile(),
        }).begin(account)
      },

      async revoke(account) {
        outlook.forget(account.id)
        const { vault } = await contextOf(account)
        await deleteGrant(vault, account.id)
        // Microsoft offers a public client no way to end a grant.
        return false
      },
    },

    async open(account) {
      const { endpoints, client, vault } = await contextOf(account)
      const tokens = createMicrosoftTokenSource({
        accountId: account.id,
        vault,
        client,
        endpoints,
        clock,
        logger,
        onGrantLost: () => deps.onGrantLost(account),
      })
      return outlook.open(account.id, { tokens, endpoints })
    },
  }
}

/** No account's id: sign-ins have limits of their own until it is known whose they are. */
const SIGN_IN_LIMITS_KEY = 'sign-in'
