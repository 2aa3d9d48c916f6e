import { CodeChallengeMethod } from 'google-auth-library'
import type { Clock } from '#core/ports/clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import type { GoogleEndpoints, Logger, TokenVault } from '#core/ports/services.ts'
import type { GoogleClient } from '../parse-client-json.ts'
import type { LoopbackSignIn } from '../loopback/loopback-sign-in.ts'
import { beginSignIn, type SignInAccount, type SignInProvider } from '../begin-sign-in.ts'
import { signInReasonOf, signInErrors } from './explain-sign-in-error.ts'
import {
  googleGrantStore,
  parseTokenResponse,
  type GoogleGrant,
  type TokenResponse,
} from './grant.ts'
import { GMAIL_SCOPE, createOAuthClient } from './oauth-client.ts'
import { classifyTokenError } from './classify-token-error.ts'

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
        createOAuthClient(client, endpoints, { timeoutMs: EXCHANGE_TIMEOUT_MS, redirectUri })
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
          toGoogleGrant(
            await exchangeCode(() => oauth(redirectUri).getToken({ code, codeVerifier }), clock),
          ),
        profile: (accessToken) => profile(accessToken, endpoints),
        failed: (reason) => signInErrors.error(reason === 'no_mailbox' ? 'api_disabled' : reason),
        refusal: (error) => signInErrors.error(signInReasonOf(error)),
        explain: (error, language) => signInErrors.explain(error, language),
      }
      const grants = googleGrantStore(vault, account.id)
      return beginSignIn({ account, provider, grants, loopback, logger })
    },
  }
}

async function exchangeCode(
  request: () => Promise<{ tokens: unknown }>,
  clock: Clock,
): Promise<TokenResponse> {
  let tokens
  try {
    tokens = (await request()).tokens
  } catch (error) {
    const failure = classifyTokenError(error, clock)
    throw signInErrors.error(
      failure.kind === 'refused' ? signInReasonOf(failure.error) : failure.kind,
    )
  }
  const answer = parseTokenResponse(tokens, clock)
  if (!answer) throw signInErrors.error('server')
  return answer
}

/** The grant, where Google gave all we need. */
function toGoogleGrant({
  accessToken,
  refreshToken,
  expiresAt,
  ...answer
}: TokenResponse): GoogleGrant {
  const scope = answer.scope ?? GMAIL_SCOPE
  if (!scope.split(' ').some((granted) => SUFFICIENT_SCOPES.includes(granted))) {
    throw signInErrors.error('scope_missing')
  }
  if (refreshToken === null) throw signInErrors.error('no_refresh_token')
  return { refreshToken, accessToken, expiresAt, scope }
}
