import { z } from 'zod'
import type { Clock } from '#core/ports/clock.ts'
import type { TokenVault } from '#core/ports/services.ts'
import { createGrantStore, type GrantStore } from '../grant-store.ts'

const grant = z.object({
  refreshToken: z.string().min(1),
  accessToken: z.string().min(1),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  scope: z.string(),
})

/** What Google gave one account. Lives in the token vault and in memory, nowhere else. */
export type GoogleGrant = z.infer<typeof grant>

const tokenResponse = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expiry_date: z.number().nullish(),
  scope: z.string().nullish(),
})

/** The usable part of a token answer. */
export interface TokenResponse {
  accessToken: string
  refreshToken: string | null
  expiresAt: number
  scope: string | null
}

/**
 * Reads the library's token answer, or null where it holds no token. The library dates the expiry
 * by the system's clock; here it is dated by ours.
 */
export function parseTokenResponse(tokens: unknown, clock: Clock): TokenResponse | null {
  const read = tokenResponse.safeParse(tokens)
  if (!read.success) return null
  const { access_token, refresh_token, expiry_date, scope } = read.data
  const lifetimeMs = expiry_date ? Math.max(0, expiry_date - Date.now()) : 0
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    expiresAt: clock.now() + Math.round(lifetimeMs / 1000) * 1000,
    scope: scope ?? null,
  }
}

export function googleGrantStore(vault: TokenVault, accountId: string): GrantStore<GoogleGrant> {
  return createGrantStore(grant, vault, accountId)
}
