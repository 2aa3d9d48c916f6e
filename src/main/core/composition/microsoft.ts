import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { SignIn } from '../ports/engines.ts'
import type { MailProvider } from '../ports/provider.ts'
import type { Logger, MicrosoftEndpoints, TokenVault } from '../ports/services.ts'
import type { Credentials } from '../auth/credentials.ts'
import { createLoopbackSignIn } from '../auth/loopback/sign-in.ts'
import { deleteGrant } from '../auth/grant-store.ts'
import { createMicrosoftSignIn } from '../auth/microsoft/sign-in.ts'
import { createMicrosoftTokenSource } from '../auth/microsoft/token-source.ts'
import { createOutlookProviders } from '../providers/outlook/index.ts'

export interface MicrosoftDependencies {
  clock: Clock
  logger: Logger
  vault: TokenVault
  credentials: Credentials
  /** Microsoft itself, or a loopback override. */
  endpoints: MicrosoftEndpoints
  onGrantLost: (account: AccountRow) => void
}

/** Sign-in and provider adapters for Outlook accounts. */
export function composeMicrosoft(deps: MicrosoftDependencies): {
  signIn: SignIn
  open: (account: AccountRow) => Promise<MailProvider>
} {
  const { clock, logger, vault, endpoints } = deps
  const outlook = createOutlookProviders({ clock, logger })
  const client = () => deps.credentials.microsoft()
  const signIn = createMicrosoftSignIn({
    endpoints,
    client,
    vault,
    loopback: createLoopbackSignIn({ clock, logger }),
    clock,
    logger,
    profile: (token) =>
      outlook.open(FIRST_QUESTION, { tokens: fixedToken(token), endpoints }).profile(),
  })

  return {
    signIn: {
      begin: (account) => signIn.begin(account),
      async revoke(account) {
        outlook.forget(account.id)
        await deleteGrant(vault, account.id)
        // Microsoft offers a public client no way to end a grant.
        return false
      },
    },

    open: (account) => {
      const tokens = createMicrosoftTokenSource({
        accountId: account.id,
        vault,
        client,
        endpoints,
        clock,
        logger,
        onGrantLost: () => deps.onGrantLost(account),
      })
      return Promise.resolve(outlook.open(account.id, { tokens, endpoints }))
    },
  }
}

/** No account's id: sign-ins have limits of their own until it is known whose they are. */
const FIRST_QUESTION = 'sign-in'

/** The token just received, for the one question whose mailbox it opens. */
function fixedToken(token: string): { accessToken(): Promise<string>; reject(): void } {
  return { accessToken: () => Promise.resolve(token), reject: () => undefined }
}
