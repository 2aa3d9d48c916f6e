import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type {
  AccessTokenSource,
  GoogleEndpoints,
  Logger,
  TokenVault,
} from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import type { GoogleClient } from '../client-json.ts'
import { readGrant, readTokenAnswer, writeGrant, type GoogleGrant } from './grant.ts'
import { oauthClient } from './oauth-client.ts'
import { tokenFailure } from './token-endpoint.ts'

const REFRESH_TIMEOUT_MS = 20_000
/** A token is renewed this long before it ends, so that no request starts with a dying one. */
const MARGIN_MS = 60_000

/**
 * Access tokens of one connected account. However many callers wait, there is one refresh; a new
 * grant is in the vault before anyone gets its token. Without network nothing is concluded about
 * the grant.
 */
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
  const { accountId, vault, endpoints, clock, logger, onGrantLost } = dependencies
  let grant: GoogleGrant | null = null
  let rejected: string | null = null
  let pending: Promise<string> | null = null
  let lost: ProviderError | null = null

  const isUsable = (candidate: GoogleGrant): boolean =>
    candidate.accessToken !== rejected && clock.now() < candidate.expiresAt - MARGIN_MS

  const lose = (message: string): ProviderError => {
    if (!lost) {
      lost = new ProviderError('auth', message)
      logger.warn({ accountId }, 'sign-in has ended; the person must sign in again')
      onGrantLost()
    }
    return lost
  }

  const loadGrant = async (): Promise<GoogleGrant> => {
    const kept = await readOrFail(() => readGrant(vault, accountId), lose)
    if (!kept) throw lose('This account is not signed in.')
    return kept
  }

  const refresh = async (former: GoogleGrant): Promise<GoogleGrant> => {
    const client = await clientOrFail(dependencies.client)
    const oauth = oauthClient(client, endpoints, { timeoutMs: REFRESH_TIMEOUT_MS })
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
      throw refreshFailure(error, clock, lose)
    }
    const answer = readTokenAnswer(credentials, clock)
    if (!answer) throw new ProviderError('server', 'Google answered without an access token.')
    return {
      refreshToken: rotated.at(-1) ?? former.refreshToken,
      accessToken: answer.accessToken,
      expiresAt: answer.expiresAt,
      scope: answer.scope ?? former.scope,
    }
  }

  const renew = async (): Promise<string> => {
    const former = grant ?? (await loadGrant())
    grant = former
    if (isUsable(former)) return former.accessToken
    const fresh = await refresh(former)
    // The account may have been deleted or signed in anew while Google was asked.
    const kept = await loadGrant()
    if (kept.refreshToken === former.refreshToken) {
      await readOrFail(() => writeGrant(vault, accountId, fresh), lose)
      grant = fresh
    } else {
      grant = kept
    }
    rejected = null
    logger.debug({ accountId }, 'access token refreshed')
    return grant.accessToken
  }

  return {
    async accessToken() {
      if (lost) throw lost
      if (grant && isUsable(grant)) return grant.accessToken
      pending ??= renew().finally(() => {
        pending = null
      })
      return pending
    },
    reject(accessToken) {
      // A late refusal of a token that was replaced since says nothing about the new one.
      if (grant?.accessToken === accessToken) rejected = accessToken
    },
  }
}

/** An unreadable entry costs a new sign-in; a store that is locked or away is only a wait. */
async function readOrFail<T>(
  work: () => Promise<T>,
  lose: (message: string) => ProviderError,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    if (error.code === 'token_decryption_error' || error.code === 'token_integrity_error') {
      throw lose(error.message)
    }
    throw new ProviderError('server', error.message, { cause: error })
  }
}

async function clientOrFail(client: () => Promise<GoogleClient>): Promise<GoogleClient> {
  try {
    return await client()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const kind = error.code === 'token_store_unavailable' ? 'server' : 'rejected'
    throw new ProviderError(kind, error.message, { cause: error })
  }
}

function refreshFailure(
  error: unknown,
  clock: Clock,
  lose: (message: string) => ProviderError,
): ProviderError {
  // The library's error holds the request, refresh token included: it is never passed on as cause.
  const failure = tokenFailure(error, clock)
  switch (failure.kind) {
    case 'offline':
      return new ProviderError('offline', 'Google can’t be reached.')
    case 'server':
      return new ProviderError('server', 'Google has a problem of its own at the moment.')
    case 'throttled':
      return new ProviderError('throttled', 'Google asks to wait before the next sign-in.', {
        retryAfterMs: failure.retryAfterMs ?? undefined,
      })
    case 'refused':
      switch (failure.error) {
        case 'invalid_grant':
        case 'unauthorized_client':
          return lose('Google has ended this sign-in. Sign in again to go on.')
        case 'admin_policy_enforced':
        case 'access_denied':
          return lose('Your organisation does not allow this app to use Gmail any more.')
        case 'invalid_client':
        case 'deleted_client':
        case 'disabled_client':
          return new ProviderError(
            'rejected',
            'Google does not know the OAuth client any more. Import a valid client JSON.',
          )
        default:
          return new ProviderError('rejected', 'Google refused to renew the sign-in.')
      }
  }
}
