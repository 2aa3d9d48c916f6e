import type { SignInAttempt } from '#core/ports/engines.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import { isSameAddress } from '#shared/domain/own-addresses.ts'
import { OperationError } from '#shared/errors.ts'
import type { Grant, GrantStore } from './grant-store.ts'
import type { LoopbackRequest, LoopbackSignIn } from './loopback/loopback-sign-in.ts'
import type { SharedSignInReason } from './sign-in-error-text.ts'

export interface SignInAccount {
  id: string
  /** Null until the account has been connected once. */
  emailAddress: string | null
}

/** What differs from provider to provider. */
export interface SignInProvider<G extends Grant> extends Pick<
  LoopbackRequest,
  'form' | 'authorize' | 'refusal' | 'explain'
> {
  /** Trades the code for a grant that allows all we need. Throws OperationError. */
  exchange(code: string, verifier: string, redirectUri: string): Promise<G>
  /** Asks whose mailbox the token opens. Throws ProviderError. */
  profile(accessToken: string): Promise<{ emailAddress: string }>
  /** `no_mailbox`: the provider lets nobody in with this token. */
  failed(reason: SharedSignInReason | 'no_mailbox'): OperationError
}

/**
 * Connects an account in the browser: the outcome resolves when the grant is in the vault, and
 * where it rejects nothing was kept. It rejects with OperationError: account_connect_auth_error
 * with `detail.reason`, or what the token store threw. Throws account_connect_auth_error where no
 * port can be opened.
 */
export async function beginSignIn<G extends Grant>(options: {
  account: SignInAccount
  provider: SignInProvider<G>
  grants: GrantStore<G>
  loopback: LoopbackSignIn
  logger: Logger
}): Promise<SignInAttempt> {
  const { account, provider, grants, loopback, logger } = options
  let emailAddress = ''

  const pending = await loopback.start({
    ...provider,
    async finish(code, verifier, redirectUri, signal) {
      const grant = await provider.exchange(code, verifier, redirectUri)
      const found = await fetchEmailAddress(grant, provider)
      if (account.emailAddress !== null && !isSameAddress(found, account.emailAddress)) {
        throw provider.failed('other_address')
      }
      signal.throwIfAborted()
      // An entry that cannot be read is no grant to go back to.
      const former = await grants.read().catch(() => null)
      await grants.write(grant)
      if (signal.aborted) {
        // Cancelled while it was written: the account keeps the grant it had, if it had one.
        if (former === null) await grants.delete()
        else await grants.replace(grant, former)
        signal.throwIfAborted()
      }
      emailAddress = found
      logger.info({ accountId: account.id }, 'account signed in')
      return { title: found }
    },
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
}

async function fetchEmailAddress<G extends Grant>(
  { accessToken }: G,
  { profile, failed }: Pick<SignInProvider<G>, 'profile' | 'failed'>,
): Promise<string> {
  try {
    return (await profile(accessToken)).emailAddress
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    switch (error.failure.kind) {
      case 'offline':
      case 'throttled':
      case 'server':
        throw failed(error.failure.kind)
      case 'ambiguous':
        throw failed('server')
      case 'auth':
      case 'rejected':
      case 'mailbox_unavailable':
      case 'not_found':
      case 'cursor_expired':
        throw failed('no_mailbox')
    }
  }
}
