import { InteractionRequiredAuthError, type AuthenticationResult } from '@azure/msal-node'
import type { Clock } from '#core/ports/clock.ts'
import type {
  AccessTokenSource,
  Logger,
  MicrosoftEndpoints,
  TokenVault,
} from '#core/ports/services.ts'
import { createAccessTokenSource, type TokenErrorDecision } from '../access-token-source.ts'
import type { OutlookClient } from '../parse-client-json.ts'
import { TokenError, type TokenRefusal } from '../token-error.ts'
import { classifyTokenError } from './classify-token-error.ts'
import { toMicrosoftGrant, microsoftGrantStore, type MicrosoftGrant } from './grant.ts'
import { createMsalMemoryCache } from './msal-memory-cache.ts'
import { MICROSOFT_SCOPES, createMsalClient } from './msal-client.ts'
import { createRecordingNetwork } from './recording-network.ts'

const REFRESH_TIMEOUT_MS = 20_000
/** The service is busy, or asks a client that asks too often to stop (AADSTS50196). */
const TRANSIENT_CODES = new Set([50196, 90024, 90025, 90033])
/** The kept entry holds nothing that a token could be had for. */
const NOTHING_TO_REFRESH: TokenRefusal = { kind: 'refused', error: 'invalid_grant', codes: [] }

/** Access tokens of one connected Outlook account; Microsoft rotates the refresh token each time. */
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
  const { accountId, vault, client, endpoints, clock, logger, onGrantLost } = dependencies
  return createAccessTokenSource<MicrosoftGrant, OutlookClient>({
    accountId,
    grants: microsoftGrantStore(vault, accountId),
    clock,
    logger,
    onGrantLost,
    provider: {
      name: 'Microsoft',
      client,
      exchange: (former, known) => refresh(former, known, endpoints, clock),
      decide: decide,
    },
  })
}

async function refresh(
  former: MicrosoftGrant,
  client: OutlookClient,
  endpoints: MicrosoftEndpoints,
  clock: Clock,
): Promise<MicrosoftGrant> {
  const network = createRecordingNetwork(REFRESH_TIMEOUT_MS)
  const cache = createMsalMemoryCache(former.cache)
  const msal = createMsalClient({ client, endpoints, network, cachePlugin: cache.plugin })
  let result: AuthenticationResult
  try {
    const account = await msal.getTokenCache().getAccountByHomeId(former.homeAccountId)
    if (account === null) throw new TokenError(NOTHING_TO_REFRESH)
    result = await msal.acquireTokenSilent({
      account,
      scopes: MICROSOFT_SCOPES,
      forceRefresh: true,
    })
  } catch (error) {
    if (error instanceof TokenError) throw error
    const last = network.last()
    // Without a refresh token in its cache MSAL does not ask at all.
    if (last.kind === 'none' && error instanceof InteractionRequiredAuthError) {
      throw new TokenError(NOTHING_TO_REFRESH)
    }
    // MSAL's error may quote the request, refresh token included: it is never passed on.
    throw new TokenError(classifyTokenError(last, clock))
  }
  if (result.accessToken === '') throw new TokenError({ kind: 'server' })
  return toMicrosoftGrant(result, former.homeAccountId, cache.text(), clock)
}

function decide({ error, codes }: TokenRefusal): TokenErrorDecision {
  if (codes.some((code) => TRANSIENT_CODES.has(code))) return { kind: 'passing' }
  switch (error) {
    case 'invalid_grant':
    case 'interaction_required':
    case 'consent_required':
    case 'login_required':
      return { kind: 'lost', message: 'Microsoft has ended this sign-in. Sign in again to go on.' }
    case 'access_denied':
      return {
        kind: 'lost',
        message: 'Your organisation does not allow this app to use Outlook any more.',
      }
    case 'invalid_client':
    case 'unauthorized_client':
      return {
        kind: 'rejected',
        message: 'Microsoft does not know the application any more. Import a valid client id.',
      }
    case 'temporarily_unavailable':
    case 'server_error':
      return { kind: 'passing' }
    default:
      return { kind: 'rejected', message: 'Microsoft refused to renew the sign-in.' }
  }
}
