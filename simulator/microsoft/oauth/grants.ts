import { randomBytes } from 'node:crypto'
import { codeChallengeOf, equalsInConstantTime } from '../../google/oauth/grants.ts'
import { guidOf } from '../guid.ts'
import { SIGN_IN_SCOPES } from './scopes.ts'

const CODE_LIFETIME_MS = 10 * 60_000
/** A refresh token nobody uses lives this long. */
const REFRESH_LIFETIME_MS = 90 * 24 * 3_600_000

/** What a person allowed the client to do. */
export interface MicrosoftGrant {
  id: string
  email: string
  scopes: string[]
  revoked: boolean
}

interface RefreshToken {
  grantId: string
  issuedAt: number
  /** Whether a newer one was handed out in its place. */
  replaced: boolean
}

interface Code {
  grantId: string
  redirectUri: string
  challenge: string
  expiresAt: number
  scopesAsWritten: string[]
  nonce: string | null
}

export interface MicrosoftTokens {
  grant: MicrosoftGrant
  accessToken: string
  /** Null where offline_access was not granted. */
  refreshToken: string | null
  /** Seconds. */
  expiresIn: number
  scopesAsWritten: string[] | null
  nonce: string | null
}

/** Why tokens were refused; `token.ts` words it as Microsoft does. */
export type TokenErrorReason =
  | 'codeInvalid'
  | 'codeUsed'
  | 'codeExpired'
  | 'redirectMismatch'
  | 'verifierMismatch'
  | 'malformed'
  | 'expired'
  | 'revoked'
  | 'consentRequired'

export interface MicrosoftGrantsSnapshot {
  clientId: string
  grants: MicrosoftGrant[]
  refreshTokens: [string, RefreshToken][]
  accessTokens: [string, { grantId: string; expiresAt: number; scopes: string[] }][]
}

export interface MicrosoftGrants {
  readonly clientId: string
  /** Records a consent and answers a one-time code for it. */
  authorize(request: {
    email: string
    scopes: readonly string[]
    scopesAsWritten: readonly string[]
    redirectUri: string
    challenge: string
    nonce: string | null
  }): string
  redeem(code: string, redirectUri: string, verifier: string): MicrosoftTokens | TokenErrorReason
  /** `scopes` null asks for all that was granted. Every refresh hands out a new refresh token. */
  refresh(token: string, scopes: readonly string[] | null): MicrosoftTokens | TokenErrorReason
  /** Who a live access token belongs to and what it allows, or null. */
  findByAccessToken(accessToken: string): { email: string; scopes: readonly string[] } | null
  revokeAccount(email: string): void
  /** Whether this person ever allowed anything, taken back or not. */
  hasSignedIn(email: string): boolean
  snapshot(): MicrosoftGrantsSnapshot
}

/**
 * The grants of one public client. Refresh tokens rotate; the old one keeps working, as at
 * Microsoft, unless `oldTokensFail` says otherwise.
 */
export function createMicrosoftGrants(options: {
  now: () => number
  changed: () => void
  oldTokensFail: () => boolean
  saved: MicrosoftGrantsSnapshot | null
}): MicrosoftGrants {
  const { now, changed, saved } = options
  const clientId = saved?.clientId ?? guidOf(randomBytes(16).toString('hex'))
  const grants = new Map((saved?.grants ?? []).map((grant) => [grant.id, grant]))
  const refreshTokens = new Map(saved?.refreshTokens ?? [])
  const accessTokens = new Map(saved?.accessTokens ?? [])
  const codes = new Map<string, Code>()
  const usedCodes = new Set<string>()

  const issue = (
    grant: MicrosoftGrant,
    scopes: readonly string[],
    rest: Pick<MicrosoftTokens, 'scopesAsWritten' | 'nonce'>,
  ): MicrosoftTokens => {
    const accessToken = `EwB4A8l6BAAU${randomBytes(240).toString('base64url')}`
    // Microsoft gives each token its own lifetime between 60 and 90 minutes.
    const expiresIn = 3_600 + (randomBytes(2).readUInt16BE() % 1_800)
    for (const [old, { expiresAt }] of accessTokens)
      if (expiresAt <= now()) accessTokens.delete(old)
    accessTokens.set(accessToken, {
      grantId: grant.id,
      expiresAt: now() + expiresIn * 1_000,
      scopes: [...scopes],
    })
    let refreshToken: string | null = null
    if (grant.scopes.includes('offline_access')) {
      refreshToken = `M.C5${randomBytes(180).toString('base64url')}`
      refreshTokens.set(refreshToken, { grantId: grant.id, issuedAt: now(), replaced: false })
    }
    changed()
    return { grant, accessToken, refreshToken, expiresIn, ...rest }
  }

  return {
    clientId,
    authorize: (request) => {
      const grant: MicrosoftGrant = {
        id: randomBytes(12).toString('hex'),
        email: request.email,
        scopes: [...request.scopes],
        revoked: false,
      }
      grants.set(grant.id, grant)
      const code = `M.C5${randomBytes(64).toString('base64url')}`
      codes.set(code, {
        grantId: grant.id,
        redirectUri: request.redirectUri,
        challenge: request.challenge,
        expiresAt: now() + CODE_LIFETIME_MS,
        scopesAsWritten: [...request.scopesAsWritten],
        nonce: request.nonce,
      })
      changed()
      return code
    },
    redeem: (value, redirectUri, verifier) => {
      const code = codes.get(value)
      codes.delete(value)
      if (usedCodes.has(value)) return 'codeUsed'
      if (!code) return 'codeInvalid'
      usedCodes.add(value)
      if (code.expiresAt <= now()) return 'codeExpired'
      if (code.redirectUri !== redirectUri) return 'redirectMismatch'
      if (!equalsInConstantTime(codeChallengeOf(verifier), code.challenge))
        return 'verifierMismatch'
      const grant = grants.get(code.grantId)
      if (!grant || grant.revoked) return 'revoked'
      return issue(grant, grant.scopes, {
        scopesAsWritten: code.scopesAsWritten,
        nonce: code.nonce,
      })
    },
    refresh: (token, scopes) => {
      const entry = refreshTokens.get(token)
      if (!entry) return 'malformed'
      const grant = grants.get(entry.grantId)
      if (!grant || grant.revoked) return 'revoked'
      if (now() - entry.issuedAt >= REFRESH_LIFETIME_MS) return 'expired'
      if (entry.replaced && options.oldTokensFail()) return 'revoked'
      const asked = scopes?.filter((scope) => !SIGN_IN_SCOPES.has(scope)) ?? []
      if (asked.some((scope) => !grant.scopes.includes(scope))) return 'consentRequired'
      entry.replaced = true
      return issue(grant, asked.length === 0 ? grant.scopes : asked, {
        scopesAsWritten: null,
        nonce: null,
      })
    },
    findByAccessToken: (token) => {
      const entry = accessTokens.get(token)
      if (!entry || entry.expiresAt <= now()) return null
      const grant = grants.get(entry.grantId)
      return grant && !grant.revoked ? { email: grant.email, scopes: entry.scopes } : null
    },
    revokeAccount: (email) => {
      for (const grant of grants.values()) if (grant.email === email) grant.revoked = true
      changed()
    },
    hasSignedIn: (email) => [...grants.values()].some((grant) => grant.email === email),
    snapshot: () => ({
      clientId,
      grants: [...grants.values()],
      refreshTokens: [...refreshTokens],
      accessTokens: [...accessTokens],
    }),
  }
}
