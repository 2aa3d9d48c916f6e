import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource, Logger } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { isSameGrant, type Grant, type GrantStore } from './grant-store.ts'
import { TokenError, type TokenRefusal } from './token-error.ts'

/** A token is renewed this long before it ends, so that no request starts with a dying one. */
const EXPIRY_MARGIN_MS = 60_000
/** How often a grant may be replaced by somebody else before this attempt is given up. */
const MAX_REPLACEMENTS = 3

/** What a refusal of the token endpoint means for the account. */
export type TokenErrorDecision =
  /** The person must sign in again. */
  | { kind: 'lost'; message: string }
  /** It will not work like this, but the grant may be good: a client that is gone, for one. */
  | { kind: 'rejected'; message: string }
  /** The provider's own trouble, dressed as a refusal. */
  | { kind: 'passing' }

/** What differs from provider to provider. */
export interface TokenProvider<G extends Grant, Client> {
  /** As the person knows it. */
  name: string
  client: () => Promise<Client>
  /** Trades a grant for a fresh one. Throws NoToken. */
  exchange(former: G, client: Client): Promise<G>
  decide(refusal: TokenRefusal): TokenErrorDecision
}

/**
 * Access tokens of one connected account. However many callers wait, there is one refresh; a new
 * grant is in the vault before anyone gets its token, because a provider that rotates refresh
 * tokens has ended the former one by then. Without network nothing is concluded about the grant.
 */
export function createAccessTokenSource<G extends Grant, Client>(dependencies: {
  accountId: string
  provider: TokenProvider<G, Client>
  grants: GrantStore<G>
  clock: Clock
  logger: Logger
  /** Told once when the person has to sign in again. */
  onGrantLost: () => void
}): AccessTokenSource {
  const { accountId, provider, grants, clock, logger, onGrantLost } = dependencies
  let grant: G | null = null
  let rejected: string | null = null
  /** Refreshed, but not in the vault yet: perhaps the only good grant there is. */
  let unsaved: { former: G; fresh: G } | null = null
  let pending: Promise<string> | null = null
  let lost: ProviderError | null = null

  const isUsable = (candidate: G): boolean =>
    candidate.accessToken !== '' &&
    candidate.accessToken !== rejected &&
    clock.now() < candidate.expiresAt - EXPIRY_MARGIN_MS

  const lose = (message: string): ProviderError => {
    if (!lost) {
      lost = new ProviderError('auth', message)
      logger.warn({ accountId }, 'sign-in has ended; the person must sign in again')
      onGrantLost()
    }
    return lost
  }

  /** An unreadable entry costs a new sign-in; a store that is locked or away is only a wait. */
  const inVault = async <T>(work: () => Promise<T>): Promise<T> => {
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

  const kept = async (): Promise<G> => {
    const found = await inVault(() => grants.read())
    if (!found) throw lose('This account is not signed in.')
    return found
  }

  /** Stores what is not stored yet. Answers null where somebody else's grant is there by now. */
  const save = async (): Promise<G | null> => {
    if (unsaved === null) return null
    const { former, fresh } = unsaved
    let isStored: boolean
    try {
      isStored = await inVault(() => grants.replace(former, fresh))
    } catch (error) {
      logger.warn({ accountId }, 'a refreshed sign-in could not be stored yet')
      throw error
    }
    unsaved = null
    return isStored ? fresh : null
  }

  /** Answers null where the grant was refused, but another one is in the vault by now. */
  const exchange = async (former: G): Promise<G | null> => {
    const client = await clientOrFail(provider.client)
    try {
      return await provider.exchange(former, client)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      const verdict = decisionOn(error, provider)
      if (verdict instanceof ProviderError) throw verdict
      if (isSameGrant(await kept(), former)) throw lose(verdict.message)
      return null
    }
  }

  const renew = async (): Promise<string> => {
    for (let turn = 0; turn < MAX_REPLACEMENTS; turn += 1) {
      await save()
      const former = await kept()
      if (isUsable(former)) {
        grant = former
        return former.accessToken
      }
      const fresh = await exchange(former)
      if (fresh === null) continue
      unsaved = { former, fresh }
      // The account may have been deleted or signed in anew while the provider was asked.
      if ((await save()) === null) continue
      grant = fresh
      rejected = null
      logger.debug({ accountId }, 'access token refreshed')
      return fresh.accessToken
    }
    throw new ProviderError('server', `The sign-in at ${provider.name} keeps changing.`)
  }

  return {
    async getAccessToken() {
      if (lost) throw lost
      if (grant && isUsable(grant)) return grant.accessToken
      pending ??= grants.withRefreshLock(renew).finally(() => {
        pending = null
      })
      return pending
    },
    invalidate(accessToken) {
      // A late refusal of a token that was replaced since says nothing about the new one.
      if (grant?.accessToken === accessToken) rejected = accessToken
    },
  }
}

async function clientOrFail<Client>(client: () => Promise<Client>): Promise<Client> {
  try {
    return await client()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    const kind = error.code === 'token_store_unavailable' ? 'server' : 'rejected'
    throw new ProviderError(kind, error.message, { cause: error })
  }
}

/** The failure as callers know it, or that the grant is lost. */
function decisionOn(
  { failure }: TokenError,
  { name, decide }: Pick<TokenProvider<never, never>, 'name' | 'decide'>,
): ProviderError | (TokenErrorDecision & { kind: 'lost' }) {
  const troubled = (): ProviderError =>
    new ProviderError('server', `${name} has a problem of its own at the moment.`)
  switch (failure.kind) {
    case 'offline':
      return new ProviderError('offline', `${name} can’t be reached.`)
    case 'server':
      return troubled()
    case 'throttled':
      return new ProviderError('throttled', `${name} asks to wait before the next sign-in.`, {
        retryAfterMs: failure.retryAfterMs ?? undefined,
      })
    case 'refused': {
      const verdict = decide(failure)
      if (verdict.kind === 'passing') return troubled()
      return verdict.kind === 'lost' ? verdict : new ProviderError('rejected', verdict.message)
    }
  }
}
