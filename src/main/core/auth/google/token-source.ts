import type { Clock } from '#core/ports/clock.ts'
import type {
  AccessTokenSource,
  GoogleEndpoints,
  Logger,
  TokenVault,
} from '#core/ports/services.ts'
import { createAccessTokenSource, type TokenErrorDecision } from '../access-token-source.ts'
import type { GoogleClient } from '../parse-client-json.ts'
import { TokenError } from '../token-error.ts'
import { googleGrantStore, parseTokenResponse, type GoogleGrant } from './grant.ts'
import { createOAuthClient } from './oauth-client.ts'
import { classifyTokenError } from './classify-token-error.ts'

const REFRESH_TIMEOUT_MS = 20_000

/** Access tokens of one connected Gmail account. */
export function createGoogleTokenSource(dependencies: {
  accountId: string
  vault: TokenVault
  client: () => Promise<GoogleClient>
  endpoints: GoogleEndpoints
  clock: Clock
  logger: Logger
  /** Told once when the person has to sign in again. */
  onGrantLost: () => void
}): AccessTokenSource {
  const { accountId, vault, client, endpoints, clock, logger, onGrantLost } = dependencies
  return createAccessTokenSource<GoogleGrant, GoogleClient>({
    accountId,
    grants: googleGrantStore(vault, accountId),
    clock,
    logger,
    onGrantLost,
    provider: {
      name: 'Google',
      client,
      exchange: (former, known) => refresh(former, known, endpoints, clock),
      decide: ({ error }) => decide(error),
    },
  })
}

async function refresh(
  former: GoogleGrant,
  client: GoogleClient,
  endpoints: GoogleEndpoints,
  clock: Clock,
): Promise<GoogleGrant> {
  const oauth = createOAuthClient(client, endpoints, { timeoutMs: REFRESH_TIMEOUT_MS })
  oauth.setCredentials({ refresh_token: former.refreshToken })
  // The library puts the former refresh token over a rotated one; the event comes before that.
  const rotated: string[] = []
  oauth.on('tokens', ({ refresh_token }) => {
    if (refresh_token) rotated.push(refresh_token)
  })
  let credentials
  try {
    credentials = (await oauth.refreshAccessToken()).credentials
  } catch (error) {
    // The library's error holds the request, refresh token included: it is never passed on.
    throw new TokenError(classifyTokenError(error, clock))
  }
  const answer = parseTokenResponse(credentials, clock)
  if (!answer) throw new TokenError({ kind: 'server' })
  return {
    refreshToken: rotated.at(-1) ?? former.refreshToken,
    accessToken: answer.accessToken,
    expiresAt: answer.expiresAt,
    scope: answer.scope ?? former.scope,
  }
}

function decide(error: string): TokenErrorDecision {
  switch (error) {
    case 'invalid_grant':
    case 'unauthorized_client':
      return { kind: 'lost', message: 'Google has ended this sign-in. Sign in again to go on.' }
    case 'admin_policy_enforced':
    case 'access_denied':
      return {
        kind: 'lost',
        message: 'Your organisation does not allow this app to use Gmail any more.',
      }
    case 'invalid_client':
    case 'deleted_client':
    case 'disabled_client':
      return {
        kind: 'rejected',
        message: 'Google does not know the OAuth client any more. Import a valid client JSON.',
      }
    case 'temporarily_unavailable':
    case 'server_error':
      return { kind: 'passing' }
    default:
      return { kind: 'rejected', message: 'Google refused to renew the sign-in.' }
  }
}
