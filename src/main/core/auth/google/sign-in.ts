import { CodeChallengeMethod } from 'google-auth-library'
import type { Clock } from '#core/ports/clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import type { GoogleEndpoints, Logger, TokenVault } from '#core/ports/services.ts'
import type { GoogleClient } from '../parse-client-json.ts'
import type { LoopbackSignIn } from '../loopback/sign-in.ts'
import { beginSignIn, type SignInAccount, type SignInProvider } from '../provider-sign-in.ts'
import { reasonOf, signInFailures } from './explain-error.ts'
import { googleGrants, readTokenAnswer, type GoogleGrant, type TokenAnswer } from './grant.ts'
import { GMAIL_SCOPE, oauthClient } from './oauth-client.ts'
import { tokenFailure } from './token-endpoint.ts'

const EXCHANGE_TIMEOUT_MS = 30_000
/** The widest scope includes ours. */
const SUFFICIENT_SCOPES = [GMAIL_SCOPE, 'https://mail.google.com/']

export interface GoogleSignInAccount extends SignInAccount {
  isDemo: boolean
}

export interface GoogleSignIn {
  /** Throws what `client` throws, and account_connect_auth_error where no port can be opened. */
  begin(account: GoogleSignInAccount): Promise<SignInAttempt>
}

/**
 * Connects a Gmail account: loopback redirect, PKCE, one scope, and a refresh token or nothing. A
 * grant that is not kept is not revoked either: revoking would end every other grant of the same
 * person to this client, and that may be another account here.
 */
export function createGoogleSignIn(dependencies: {
  endpoints: (account: GoogleSignInAccount) => GoogleEndpoints
  client: (account: GoogleSignInAccount) => Promise<GoogleClient>
  vault: TokenVault
  loopback: LoopbackSignIn
  clock: Clock
  logger: Logger
  /** Asks the provider whose mailbox the token opens. */
  profile: (accessToken: string, endpoints: GoogleEndpoints) => Promise<{ emailAddress: string }>
}): GoogleSignIn {
  const { vault, loopback, clock, logger, profile } = dependencies
  return {
    async begin(account) {
      const endpoints = dependencies.endpoints(account)
      const client = await dependencies.client(account)
      const oauth = (redirectUri: string) =>
        oauthClient(client, endpoints, { timeoutMs: EXCHANGE_TIMEOUT_MS, redirectUri })
      const provider: SignInProvider<GoogleGrant> = {
        authorize: (redirectUri, state, codeChallenge) =>
          oauth(redirectUri).generateAuthUrl({
            access_type: 'offline',
            // Without it Google gives a returning person no refresh token.
            prompt: 'consent',
            scope: GMAIL_SCOPE,
            state,
            code_challenge: codeChallenge,
            code_challenge_method: CodeChallengeMethod.S256,
            ...(account.emailAddress === null ? {} : { login_hint: account.emailAddress }),
          }),
        exchange: async (code, codeVerifier, redirectUri) =>
          sufficient(
            await redeem(() => oauth(redirectUri).getToken({ code, codeVerifier }), clock),
          ),
        profile: (accessToken) => profile(accessToken, endpoints),
        failed: (reason) => signInFailures.error(reason === 'no_mailbox' ? 'api_disabled' : reason),
        refusal: (error) => signInFailures.error(reasonOf(error)),
        explain: (error, language) => signInFailures.explain(error, language),
      }
      const grants = googleGrants(vault, account.id)
      return beginSignIn({ account, provider, grants, loopback, logger })
    },
  }
}

async function redeem(
  request: () => Promise<{ tokens: unknown }>,
  clock: Clock,
): Promise<TokenAnswer> {
  let tokens
  try {
    tokens = (await request()).tokens
  } catch (error) {
    const failure = tokenFailure(error, clock)
    throw signInFailures.error(failure.kind === 'refused' ? reasonOf(failure.error) : failure.kind)
  }
  const answer = readTokenAnswer(tokens, clock)
  if (!answer) throw signInFailures.error('server')
  return answer
}

/** The grant, where Google gave all we need. */
function sufficient({ accessToken, refreshToken, expiresAt, ...answer }: TokenAnswer): GoogleGrant {
  const scope = answer.scope ?? GMAIL_SCOPE
  if (!scope.split(' ').some((granted) => SUFFICIENT_SCOPES.includes(granted))) {
    throw signInFailures.error('scope_missing')
  }
  if (refreshToken === null) throw signInFailures.error('no_refresh_token')
  return { refreshToken, accessToken, expiresAt, scope }
}
