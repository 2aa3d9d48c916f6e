import { randomBytes } from 'node:crypto'
import type { Simulation } from '../../control/simulation.ts'
import { codeChallengeOf } from '../../google/oauth/grants.ts'
import { parseScopes } from './scopes.ts'

/** Tokens as a sign-in would give them, without one. Throws for scopes Microsoft does not have. */
export function issueMicrosoftTokens(
  simulation: Simulation,
  email: string,
  scopes: readonly string[],
): { accessToken: string; refreshToken: string; expiresIn: number } {
  const parsed = parseScopes(['offline_access', ...scopes].join(' '))
  if ('unknown' in parsed) throw new Error(`Microsoft has no scope ${parsed.unknown}`)
  const verifier = randomBytes(32).toString('base64url')
  const redirectUri = 'http://localhost:1'
  const challenge = codeChallengeOf(verifier)
  const code = simulation.microsoftGrants.authorize({
    ...parsed,
    email,
    redirectUri,
    challenge,
    nonce: null,
  })
  const tokens = simulation.microsoftGrants.redeem(code, redirectUri, verifier)
  if (typeof tokens === 'string' || tokens.refreshToken === null)
    throw new Error(`No tokens for ${email}`)
  const { accessToken, refreshToken, expiresIn } = tokens
  return { accessToken, refreshToken, expiresIn }
}
