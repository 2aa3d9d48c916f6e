import type { Clock } from '#core/ports/clock.ts'
import type { GoogleEndpoints, Logger, TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { googleGrantStore, type GoogleGrant } from './grant.ts'
import { createOAuthClient } from './oauth-client.ts'
import { classifyTokenError } from './classify-token-error.ts'

const REVOKE_TIMEOUT_MS = 5_000

/**
 * Tells Google that the grant is not wanted any more (RFC 7009), waiting five seconds at most,
 * then deletes it here in any case. Answers whether Google knows; true also where there was nothing
 * to revoke. Throws only where the vault's entry can't be deleted.
 */
export async function revokeGoogleGrant(options: {
  accountId: string
  vault: TokenVault
  endpoints: GoogleEndpoints
  clock: Clock
  logger: Logger
  timeoutMs?: number
}): Promise<boolean> {
  const { accountId, vault, endpoints, clock, logger, timeoutMs = REVOKE_TIMEOUT_MS } = options
  const grants = googleGrantStore(vault, accountId)
  try {
    const grant = await grants.read()
    return grant === null || (await revoke(grant, endpoints, clock, timeoutMs))
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    logger.warn({ accountId, code: error.code }, 'grant could not be read to revoke it')
    return false
  } finally {
    await grants.delete()
  }
}

async function revoke(
  grant: GoogleGrant,
  endpoints: GoogleEndpoints,
  clock: Clock,
  timeoutMs: number,
): Promise<boolean> {
  // Revocation takes no client authentication at Google.
  const oauth = createOAuthClient({ clientId: '', clientSecret: null }, endpoints, {
    timeoutMs,
  })
  try {
    await oauth.revokeToken(grant.refreshToken)
    return true
  } catch (error) {
    const failure = classifyTokenError(error, clock)
    // Google answers invalid_token for a grant that has ended already.
    return failure.kind === 'refused' && failure.error === 'invalid_token'
  }
}
