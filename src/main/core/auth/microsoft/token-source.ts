import type { AuthenticationResult, ICachePlugin } from '@azure/msal-node'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type {
  AccessTokenSource,
  Logger,
  MicrosoftEndpoints,
  TokenVault,
} from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import type { OutlookClient } from '../client-json.ts'
import { tokenFailure } from './failure.ts'
import { readGrant, writeGrant, type MicrosoftGrant } from './grant.ts'
import { MICROSOFT_SCOPES, msalClient } from './msal.ts'
import { recordingNetwork } from './network.ts'

const REFRESH_TIMEOUT_MS = 20_000
/** A token is renewed this long before it ends, so that no request starts with a dying one. */
const MARGIN_MS = 60_000

interface UsableToken {
  accessToken: string
  /** Epoch milliseconds by our clock. */
  expiresAt: number
}

/** The vault's entry was replaced or deleted while Microsoft was asked: theirs counts. */
class Replaced extends Error {}

/**
 * Access tokens of one connected Outlook account. However many callers wait, there is one refresh.
 * Microsoft rotates the refresh token each time: the new one is in the vault before anyone gets the
 * access token that came with it. Without network nothing is concluded about the grant.
 */
export function createMicrosoftTokenSource(dependencies: {
  accountId: string
  vault: TokenVault
  client: () => Promise<OutlookClient>
  endpoints: MicrosoftEndpoints
  clock: Clock
  logger: Logger
  /** Told once when the person has to sign in again. */
  onGrantLost: () => void
}): AccessTokenSource {
  const { accountId, vault, endpoints, clock, logger, onGrantLost } = dependencies
  let token: UsableToken | null = null
  let rejected: string | null = null
  /** Rotated, but the vault would not take it: the newest there is. */
  let unsaved: { former: string; grant: MicrosoftGrant } | null = null
  let pending: Promise<string> | null = null
  let lost: ProviderError | null = null

  const isUsable = (candidate: UsableToken): boolean =>
    candidate.accessToken !== rejected && clock.now() < candidate.expiresAt - MARGIN_MS

  const lose = (message: string): ProviderError => {
    if (!lost) {
      lost = new ProviderError('auth', message)
      logger.warn({ accountId }, 'sign-in has ended; the person must sign in again')
      onGrantLost()
    }
    return lost
  }

  const loadGrant = async (): Promise<MicrosoftGrant> => {
    const kept = await readOrFail(() => readGrant(vault, accountId), lose)
    if (!kept) throw lose('This account is not signed in.')
    return kept
  }

  /** Stores what came of a refresh, unless the account was signed in anew or deleted meanwhile. */
  const store = async (former: string, grant: MicrosoftGrant): Promise<void> => {
    const kept = await readGrant(vault, accountId)
    if (kept?.cache !== former) throw new Replaced()
    unsaved = { former, grant }
    await writeGrant(vault, accountId, grant)
    unsaved = null
  }

  const renew = async (): Promise<string> => {
    if (unsaved !== null) {
      const { former, grant } = unsaved
      unsaved = null
      await readOrFail(() => store(former, grant), lose).catch(ignoreReplaced)
    }
    const former = await loadGrant()
    const client = await clientOrFail(dependencies.client)
    const network = recordingNetwork(REFRESH_TIMEOUT_MS)
    let storing: unknown = null
    const cachePlugin: ICachePlugin = {
      beforeCacheAccess: (context) => {
        context.tokenCache.deserialize(former.cache)
        return Promise.resolve()
      },
      // MSAL awaits this before it hands out the token.
      async afterCacheAccess(context) {
        if (!context.cacheHasChanged) return
        const cache = context.tokenCache.serialize()
        try {
          await store(former.cache, { ...former, cache })
        } catch (error) {
          storing = error
          throw error
        }
      },
    }
    const msal = msalClient({ client, endpoints, network, cachePlugin })
    // What is in memory was found wanting; a fresh start may use what the last run left.
    const forceRefresh = token !== null
    let result: AuthenticationResult
    try {
      const account = await msal.getTokenCache().getAccountByHomeId(former.homeAccountId)
      if (account === null) throw lose('The saved sign-in of this account can’t be used.')
      result = await msal.acquireTokenSilent({
        account,
        scopes: MICROSOFT_SCOPES,
        forceRefresh,
      })
    } catch (error) {
      if (error instanceof ProviderError) throw error
      if (storing instanceof Replaced) return renewFromKept()
      if (storing !== null) return readOrFail(() => Promise.reject(storing as Error), lose)
      // MSAL's error may quote the request, refresh token included: it is never passed on.
      throw refreshFailure(tokenFailure(network.last(), clock), lose)
    }
    token = usableOf(result, clock)
    if (token === null) throw new ProviderError('server', 'Microsoft sent no access token.')
    if (!forceRefresh && !isUsable(token)) return renew()
    rejected = null
    logger.debug({ accountId }, 'access token refreshed')
    return token.accessToken
  }

  /** Somebody else stored a grant just now: a second look takes that one, or finds none. */
  const renewFromKept = (): Promise<string> => {
    token = null
    return renew()
  }

  return {
    async accessToken() {
      if (lost) throw lost
      if (token && isUsable(token)) return token.accessToken
      pending ??= renew().finally(() => {
        pending = null
      })
      return pending
    },
    reject(accessToken) {
      // A late refusal of a token that was replaced since says nothing about the new one.
      if (token?.accessToken === accessToken) rejected = accessToken
    },
  }
}

/** MSAL dates the expiry by the system's clock; here it is dated by ours. */
function usableOf(result: AuthenticationResult, clock: Clock): UsableToken | null {
  if (result.accessToken === '') return null
  const lifetimeMs = (result.expiresOn?.getTime() ?? 0) - Date.now()
  return { accessToken: result.accessToken, expiresAt: clock.now() + Math.max(0, lifetimeMs) }
}

function ignoreReplaced(error: unknown): void {
  if (!(error instanceof Replaced)) throw error
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

async function clientOrFail(client: () => Promise<OutlookClient>): Promise<OutlookClient> {
  try {
    return await client()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const kind = error.code === 'token_store_unavailable' ? 'server' : 'rejected'
    throw new ProviderError(kind, error.message, { cause: error })
  }
}

function refreshFailure(
  failure: ReturnType<typeof tokenFailure>,
  lose: (message: string) => ProviderError,
): ProviderError {
  switch (failure.kind) {
    case 'offline':
      return new ProviderError('offline', 'Microsoft can’t be reached.')
    case 'server':
      return new ProviderError('server', 'Microsoft has a problem of its own at the moment.')
    case 'throttled':
      return new ProviderError('throttled', 'Microsoft asks to wait before the next sign-in.', {
        retryAfterMs: failure.retryAfterMs ?? undefined,
      })
    case 'refused':
      switch (failure.error) {
        case 'invalid_grant':
        case 'interaction_required':
        case 'consent_required':
        case 'login_required':
          return lose('Microsoft has ended this sign-in. Sign in again to go on.')
        case 'access_denied':
          return lose('Your organisation does not allow this app to use Outlook any more.')
        case 'invalid_client':
        case 'unauthorized_client':
          return new ProviderError(
            'rejected',
            'Microsoft does not know the application any more. Import a valid client id.',
          )
        default:
          return new ProviderError('rejected', 'Microsoft refused to renew the sign-in.')
      }
  }
}
