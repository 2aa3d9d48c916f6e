import { CodeChallengeMethod } from 'google-auth-library'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { GoogleEndpoints, Logger, TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import type { GoogleClient } from '../client-json.ts'
import type { LoopbackSignIn } from '../loopback/sign-in.ts'
import { explain, reasonOf, signInError } from './explain.ts'
import { deleteGrant, readTokenAnswer, writeGrant, type TokenAnswer } from './grant.ts'
import { GMAIL_SCOPE, oauthClient } from './oauth-client.ts'
import { tokenFailure } from './token-endpoint.ts'

const EXCHANGE_TIMEOUT_MS = 30_000
/** The widest scope includes ours. */
const SUFFICIENT_SCOPES = [GMAIL_SCOPE, 'https://mail.google.com/']

export interface SignInAccount {
  id: string
  /** Null until the account has been connected once. */
  emailAddress: string | null
  isDemo: boolean
}

export interface PendingGoogleSignIn {
  authorizationUrl: string
  /** Epoch milliseconds. */
  expiresAt: number
  /**
   * Resolves when the grant is in the vault. Rejects with OperationError, and then nothing was
   * kept: account_connect_auth_error with `detail.reason`, or what the token store threw.
   */
  outcome: Promise<{ emailAddress: string }>
  cancel(): void
}

export interface GoogleSignIn {
  /** Throws what `client` throws, and account_connect_auth_error where no port can be opened. */
  begin(account: SignInAccount): Promise<PendingGoogleSignIn>
}

/** Connects a Gmail account: loopback redirect, PKCE, one scope, and a refresh token or nothing. */
export function createGoogleSignIn(dependencies: {
  endpoints: (account: SignInAccount) => GoogleEndpoints
  client: (account: SignInAccount) => Promise<GoogleClient>
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
      let emailAddress = ''

      const pending = await loopback.start({
        authorize: (redirectUri, state, codeChallenge) =>
          oauthClient(client, endpoints, {
            timeoutMs: EXCHANGE_TIMEOUT_MS,
            redirectUri,
          }).generateAuthUrl({
            access_type: 'offline',
            // Without it Google gives a returning person no refresh token.
            prompt: 'consent',
            scope: GMAIL_SCOPE,
            state,
            code_challenge: codeChallenge,
            code_challenge_method: CodeChallengeMethod.S256,
            ...(account.emailAddress === null ? {} : { login_hint: account.emailAddress }),
          }),

        async finish(code, verifier, redirectUri, signal) {
          const oauth = oauthClient(client, endpoints, {
            timeoutMs: EXCHANGE_TIMEOUT_MS,
            redirectUri,
          })
          const tokens = await exchange(
            () => oauth.getToken({ code, codeVerifier: verifier }),
            clock,
          )
          const scope = tokens.scope ?? GMAIL_SCOPE
          if (!scope.split(' ').some((granted) => SUFFICIENT_SCOPES.includes(granted))) {
            throw signInError('scope_missing')
          }
          if (tokens.refreshToken === null) throw signInError('no_refresh_token')
          const { accessToken, refreshToken, expiresAt } = tokens
          const found = await askProfile(() => profile(accessToken, endpoints))
          // A grant that is not kept is not revoked either: revoking would end every other grant
          // of the same person to this client, and that may be another account here.
          if (account.emailAddress !== null && !sameAddress(found, account.emailAddress)) {
            throw signInError('other_address')
          }
          signal.throwIfAborted()
          await writeGrant(vault, account.id, { refreshToken, accessToken, expiresAt, scope })
          if (signal.aborted) {
            await deleteGrant(vault, account.id)
            signal.throwIfAborted()
          }
          emailAddress = found
          logger.info({ accountId: account.id }, 'account signed in')
          return { title: found }
        },
        refusal: (error) => signInError(reasonOf(error)),
        explain,
      })

      const outcome = pending.outcome.then(() => ({ emailAddress }))
      outcome.catch((error: unknown) => {
        const reason = error instanceof OperationError ? error.detail?.['reason'] : undefined
        logger.info({ accountId: account.id, reason }, 'account sign-in ended without a grant')
      })
      return {
        authorizationUrl: pending.authorizationUrl,
        expiresAt: pending.expiresAt,
        outcome,
        cancel: () => pending.cancel('Sign-in was cancelled. Nothing was changed.'),
      }
    },
  }
}

async function exchange(
  request: () => Promise<{ tokens: unknown }>,
  clock: Clock,
): Promise<TokenAnswer> {
  let tokens
  try {
    tokens = (await request()).tokens
  } catch (error) {
    const failure = tokenFailure(error, clock)
    throw signInError(failure.kind === 'refused' ? reasonOf(failure.error) : failure.kind)
  }
  const answer = readTokenAnswer(tokens, clock)
  if (!answer) throw signInError('server')
  return answer
}

async function askProfile(ask: () => Promise<{ emailAddress: string }>): Promise<string> {
  try {
    return (await ask()).emailAddress
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    switch (error.failure.kind) {
      case 'offline':
      case 'throttled':
      case 'server':
        throw signInError(error.failure.kind)
      case 'ambiguous':
        throw signInError('server')
      case 'auth':
      case 'rejected':
      case 'not_found':
      case 'cursor_expired':
        throw signInError('api_disabled')
    }
  }
}

function sameAddress(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase()
}
