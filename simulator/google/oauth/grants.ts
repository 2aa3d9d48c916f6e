import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds an access token lives, as Google tells it. */
export const ACCESS_TOKEN_SECONDS = 3599
const CODE_LIFETIME_MS = 10 * 60_000

export interface OAuthClient {
  id: string
  secret: string
  projectId: string
}

/** What a person allowed one client to do. Revoking it ends every token made from it. */
export interface GoogleGrant {
  id: string
  email: string
  scopes: string[]
  refreshToken: string
  revoked: boolean
}

interface Code {
  grantId: string
  redirectUri: string
  challenge: string
  expiresAt: number
  withRefreshToken: boolean
  nonce: string | null
}

export interface GoogleTokens {
  grant: GoogleGrant
  accessToken: string
  refreshToken: string | null
  nonce: string | null
}

export interface GoogleGrantsSnapshot {
  client: OAuthClient
  grants: GoogleGrant[]
  accessTokens: [string, { grantId: string; expiresAt: number }][]
}

export interface GoogleGrants {
  readonly client: OAuthClient
  /** Records a consent and answers a one-time code for it. */
  authorize(request: {
    email: string
    scopes: readonly string[]
    redirectUri: string
    challenge: string
    offline: boolean
    /** Google hands a refresh token out once, and again only when consent was asked for. */
    consentAsked: boolean
    includeGranted: boolean
    nonce: string | null
  }): string
  /** Tokens for a code, or why not. A code works once. */
  redeem(code: string, redirectUri: string, verifier: string): GoogleTokens | 'invalid' | 'mismatch'
  refresh(refreshToken: string): GoogleTokens | null
  /** The grant behind a live access token, or null. */
  findByAccessToken(accessToken: string): GoogleGrant | null
  expiresAt(accessToken: string): number | null
  /** Withdraws the grant an access or refresh token belongs to; answers whether there was one. */
  revoke(token: string): boolean
  revokeAccount(email: string): void
  /** Whether this person ever allowed anything, taken back or not. */
  hasSignedIn(email: string): boolean
  snapshot(): GoogleGrantsSnapshot
}

export function createOAuthClient(): OAuthClient {
  const number = String(100_000_000_000 + randomBytes(4).readUInt32BE())
  const suffix = randomBytes(24).toString('hex').slice(0, 32)
  return {
    id: `${number}-${suffix}.apps.googleusercontent.com`,
    secret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
    projectId: `mailmanager-sim-${number.slice(-6)}`,
  }
}

/** The grants of one OAuth client. `now` is the simulator's clock; `changed` is told of changes. */
export function createGoogleGrants(
  now: () => number,
  changed: () => void,
  saved: GoogleGrantsSnapshot | null,
): GoogleGrants {
  const client = saved?.client ?? createOAuthClient()
  const grants = new Map((saved?.grants ?? []).map((grant) => [grant.id, grant]))
  const accessTokens = new Map(saved?.accessTokens ?? [])
  const codes = new Map<string, Code>()

  const newAccessToken = (grant: GoogleGrant): string => {
    const token = `ya29.a0${randomBytes(120).toString('base64url')}`
    const expiresAt = now() + ACCESS_TOKEN_SECONDS * 1000
    for (const [old, { expiresAt: ended }] of accessTokens)
      if (ended <= now()) accessTokens.delete(old)
    accessTokens.set(token, { grantId: grant.id, expiresAt })
    changed()
    return token
  }
  const live = (id: string): GoogleGrant | null => {
    const grant = grants.get(id)
    return grant && !grant.revoked ? grant : null
  }

  return {
    client,
    authorize: (request) => {
      const existing = [...grants.values()].find(
        (grant) => grant.email === request.email && !grant.revoked,
      )
      const scopes = request.includeGranted
        ? [...new Set([...(existing?.scopes ?? []), ...request.scopes])]
        : [...request.scopes]
      const grant: GoogleGrant = {
        id: randomBytes(12).toString('hex'),
        email: request.email,
        scopes,
        refreshToken: `1//0${randomBytes(48).toString('base64url')}-L9Ir${randomBytes(24).toString('base64url')}`,
        revoked: false,
      }
      grants.set(grant.id, grant)
      const code = `4/0A${randomBytes(48).toString('base64url')}`
      codes.set(code, {
        grantId: grant.id,
        redirectUri: request.redirectUri,
        challenge: request.challenge,
        expiresAt: now() + CODE_LIFETIME_MS,
        withRefreshToken: request.offline && (request.consentAsked || existing === undefined),
        nonce: request.nonce,
      })
      changed()
      return code
    },
    redeem: (value, redirectUri, verifier) => {
      const code = codes.get(value)
      codes.delete(value)
      if (!code || code.expiresAt <= now()) return 'invalid'
      const grant = live(code.grantId)
      if (!grant) return 'invalid'
      if (code.redirectUri !== redirectUri) return 'mismatch'
      if (!equalsInConstantTime(codeChallengeOf(verifier), code.challenge)) return 'invalid'
      const refreshToken = code.withRefreshToken ? grant.refreshToken : null
      return { grant, accessToken: newAccessToken(grant), refreshToken, nonce: code.nonce }
    },
    refresh: (refreshToken) => {
      const grant = [...grants.values()].find(
        (entry) => !entry.revoked && equalsInConstantTime(entry.refreshToken, refreshToken),
      )
      if (!grant) return null
      return { grant, accessToken: newAccessToken(grant), refreshToken: null, nonce: null }
    },
    findByAccessToken: (token) => {
      const entry = accessTokens.get(token)
      return entry && entry.expiresAt > now() ? live(entry.grantId) : null
    },
    expiresAt: (token) => accessTokens.get(token)?.expiresAt ?? null,
    revoke: (token) => {
      const byAccess = accessTokens.get(token)
      const grant = byAccess
        ? live(byAccess.grantId)
        : [...grants.values()].find((entry) => !entry.revoked && entry.refreshToken === token)
      if (!grant) return false
      // At Google withdrawing a consent ends every token the client holds for that person.
      for (const entry of grants.values()) if (entry.email === grant.email) entry.revoked = true
      changed()
      return true
    },
    revokeAccount: (email) => {
      for (const grant of grants.values()) if (grant.email === email) grant.revoked = true
      changed()
    },
    hasSignedIn: (email) => [...grants.values()].some((grant) => grant.email === email),
    snapshot: () => ({
      client,
      grants: [...grants.values()],
      accessTokens: [...accessTokens],
    }),
  }
}

/** The S256 code challenge of a verifier (RFC 7636). */
export function codeChallengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/** Compares secrets in constant time. */
export function equalsInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
