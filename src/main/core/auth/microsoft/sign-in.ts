import { fieldOf, isRecord } from '#shared/domain/is-record.ts'
import type { AuthenticationResult } from '@azure/msal-node'
import type { Clock } from '#core/ports/clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import type { Logger, MicrosoftEndpoints, TokenVault } from '#core/ports/services.ts'
import type { OperationError } from '#shared/errors.ts'
import type { OutlookClient } from '../parse-client-json.ts'
import type { LoopbackSignIn } from '../loopback/loopback-sign-in.ts'
import { beginSignIn, type SignInAccount, type SignInProvider } from '../begin-sign-in.ts'
import { signInReasonOf, signInErrors, type SignInReason } from './explain-sign-in-error.ts'
import { parseErrorCodes, classifyTokenError } from './classify-token-error.ts'
import { toMicrosoftGrant, microsoftGrantStore, type MicrosoftGrant } from './grant.ts'
import { createMsalMemoryCache } from './msal-memory-cache.ts'
import { MICROSOFT_SCOPES, createMsalClient, NEEDED_SCOPES } from './msal-client.ts'
import { createRecordingNetwork } from './recording-network.ts'

const EXCHANGE_TIMEOUT_MS = 30_000

export interface MicrosoftSignIn {
  /** Throws what `client` throws, and account_connect_auth_error where no port can be opened. */
  begin(account: SignInAccount): Promise<SignInAttempt>
}

/** Connects an Outlook account: loopback redirect, PKCE, a refresh token or nothing. */
export function createMicrosoftSignIn(dependencies: {
  endpoints: MicrosoftEndpoints
  client: () => Promise<OutlookClient>
  vault: TokenVault
  loopback: LoopbackSignIn
  clock: Clock
  logger: Logger
  /** Asks the provider whose mailbox the token opens. */
  profile: (accessToken: string) => Promise<{ emailAddress: string }>
}): MicrosoftSignIn {
  const { endpoints, vault, loopback, clock, logger, profile } = dependencies
  return {
    async begin(account) {
      const client = await dependencies.client()
      const failed = (reason: SignInReason): OperationError =>
        signInErrors.error(
          reason,
          reason === 'admin_approval' ? { adminConsentUrl: adminConsentUrl(client) } : {},
        )
      const provider: SignInProvider<MicrosoftGrant> = {
        form: 'localhost',
        authorize: (redirectUri, state, codeChallenge) =>
          createMsalClient({
            client,
            endpoints,
            network: createRecordingNetwork(EXCHANGE_TIMEOUT_MS),
          }).getAuthCodeUrl({
            scopes: MICROSOFT_SCOPES,
            redirectUri,
            state,
            codeChallenge,
            codeChallengeMethod: 'S256',
            ...(account.emailAddress === null
              ? // Otherwise the browser's present sign-in would be taken without a question.
                { prompt: 'select_account' }
              : { loginHint: account.emailAddress }),
          }),
        async exchange(code, codeVerifier, redirectUri) {
          const cache = createMsalMemoryCache()
          const network = createRecordingNetwork(EXCHANGE_TIMEOUT_MS)
          const msal = createMsalClient({ client, endpoints, network, cachePlugin: cache.plugin })
          let result: AuthenticationResult
          try {
            result = await msal.acquireTokenByCode({
              code,
              scopes: MICROSOFT_SCOPES,
              redirectUri,
              codeVerifier,
            })
          } catch {
            // MSAL's error may quote the answer; what the network recorded is enough.
            const failure = classifyTokenError(network.last(), clock)
            throw failed(
              failure.kind === 'refused'
                ? signInReasonOf(failure.error, failure.codes)
                : failure.kind,
            )
          }
          if (!hasRefreshToken(cache.text())) throw failed('no_refresh_token')
          if (!NEEDED_SCOPES.every((scope) => grantedScopes(result).has(scope))) {
            throw failed('scope_missing')
          }
          const homeAccountId = result.account?.homeAccountId ?? ''
          if (homeAccountId === '') throw failed('server')
          return toMicrosoftGrant(result, homeAccountId, cache.text(), clock)
        },
        profile,
        failed,
        refusal: (error, description) =>
          failed(signInReasonOf(error, parseErrorCodes(description))),
        explain: (error, language) => signInErrors.explain(error, language),
      }
      const grants = microsoftGrantStore(vault, account.id)
      return beginSignIn({ account, provider, grants, loopback, logger })
    },
  }
}

function hasRefreshToken(cache: string): boolean {
  if (cache === '') return false
  const tokens = fieldOf(JSON.parse(cache), 'RefreshToken')
  return isRecord(tokens) && Object.keys(tokens).length > 0
}

/** Graph's scopes come with or without its address in front. */
function grantedScopes(result: AuthenticationResult): Set<string> {
  return new Set(
    result.scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1).toLowerCase()),
  )
}

/** Where an administrator approves the application for everybody in the organisation. */
function adminConsentUrl(client: OutlookClient): string {
  const tenant = client.tenant === 'common' ? 'organizations' : client.tenant
  return `https://login.microsoftonline.com/${tenant}/adminconsent?client_id=${client.clientId}`
}
