import type { AuthenticationResult, ICachePlugin } from '@azure/msal-node'
import type { Clock } from '#core/ports/clock.ts'
import type { SignInAttempt } from '#core/ports/engines.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { Logger, MicrosoftEndpoints, TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import type { OutlookClient } from '../client-json.ts'
import type { LoopbackSignIn } from '../loopback/sign-in.ts'
import { explain, reasonOf, signInError, type SignInReason } from './explain.ts'
import { codesIn, tokenFailure } from './failure.ts'
import { deleteGrant, writeGrant } from './grant.ts'
import { MICROSOFT_SCOPES, msalClient, NEEDED_SCOPES } from './msal.ts'
import { recordingNetwork } from './network.ts'

const EXCHANGE_TIMEOUT_MS = 30_000

export interface SignInAccount {
  id: string
  /** Null until the account has been connected once. */
  emailAddress: string | null
}

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
        signInError(
          reason,
          reason === 'admin_approval' ? { adminConsentUrl: adminConsentUrl(client) } : {},
        )
      let emailAddress = ''

      const pending = await loopback.start({
        form: 'localhost',
        authorize: (redirectUri, state, codeChallenge) =>
          msalClient({
            client,
            endpoints,
            network: recordingNetwork(EXCHANGE_TIMEOUT_MS),
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

        async finish(code, verifier, redirectUri, signal) {
          const kept = memoryCache()
          const network = recordingNetwork(EXCHANGE_TIMEOUT_MS)
          const msal = msalClient({ client, endpoints, network, cachePlugin: kept.plugin })
          let result: AuthenticationResult
          try {
            result = await msal.acquireTokenByCode({
              code,
              scopes: MICROSOFT_SCOPES,
              redirectUri,
              codeVerifier: verifier,
            })
          } catch {
            // MSAL's error may quote the answer; what the network recorded is enough.
            const failure = tokenFailure(network.last(), clock)
            throw failed(
              failure.kind === 'refused' ? reasonOf(failure.error, failure.codes) : failure.kind,
            )
          }
          const cache = kept.text()
          if (!hasRefreshToken(cache)) throw failed('no_refresh_token')
          if (!NEEDED_SCOPES.every((scope) => grantedScopes(result).has(scope))) {
            throw failed('scope_missing')
          }
          const homeAccountId = result.account?.homeAccountId ?? ''
          if (homeAccountId === '') throw failed('server')
          const found = await askProfile(() => profile(result.accessToken))
          if (account.emailAddress !== null && !sameAddress(found, account.emailAddress)) {
            throw failed('other_address')
          }
          signal.throwIfAborted()
          await writeGrant(vault, account.id, { provider: 'microsoft', homeAccountId, cache })
          if (signal.aborted) {
            await deleteGrant(vault, account.id)
            signal.throwIfAborted()
          }
          emailAddress = found
          logger.info({ accountId: account.id }, 'account signed in')
          return { title: found }
        },
        refusal: (error, description) => failed(reasonOf(error, codesIn(description))),
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

/** Keeps MSAL's cache in memory until everything about the sign-in is known to be right. */
function memoryCache(): { plugin: ICachePlugin; text: () => string } {
  let text = ''
  return {
    plugin: {
      beforeCacheAccess: () => Promise.resolve(),
      afterCacheAccess: (context) => {
        if (context.cacheHasChanged) text = context.tokenCache.serialize()
        return Promise.resolve()
      },
    },
    text: () => text,
  }
}

function hasRefreshToken(cache: string): boolean {
  if (cache === '') return false
  const content = JSON.parse(cache) as { RefreshToken?: Record<string, unknown> }
  return Object.keys(content.RefreshToken ?? {}).length > 0
}

/** Graph's scopes come with or without its address in front. */
function grantedScopes(result: AuthenticationResult): Set<string> {
  return new Set(
    result.scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1).toLowerCase()),
  )
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
        throw signInError('no_mailbox')
    }
  }
}

/** Where an administrator approves the application for everybody in the organisation. */
function adminConsentUrl(client: OutlookClient): string {
  const tenant = client.tenant === 'common' ? 'organizations' : client.tenant
  return `https://login.microsoftonline.com/${tenant}/adminconsent?client_id=${client.clientId}`
}

function sameAddress(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase()
}
