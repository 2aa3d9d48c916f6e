import type { AuthenticationResult } from '@azure/msal-node'
import { z } from 'zod'
import type { Clock } from '#core/ports/clock.ts'
import type { TokenVault } from '#core/ports/services.ts'
import { createGrantStore, type GrantStore } from '../grant-store.ts'

const grant = z.object({
  provider: z.literal('microsoft'),
  /** Which of the accounts in MSAL's cache is ours: `uid.utid`. */
  homeAccountId: z.string().min(1),
  /** MSAL's cache as it serialises it, tokens included. */
  cache: z.string().refine(isJson),
  /** The newest token of it; entries of former versions name none, and are refreshed. */
  accessToken: z.string().default(''),
  /** Epoch milliseconds. */
  expiresAt: z.number().default(0),
})

/** What Microsoft gave one account. Lives in the token vault and in memory, nowhere else. */
export type MicrosoftGrant = z.infer<typeof grant>

export function microsoftGrantStore(
  vault: TokenVault,
  accountId: string,
): GrantStore<MicrosoftGrant> {
  return createGrantStore(grant, vault, accountId)
}

/** The grant that an answer of MSAL's makes; MSAL dates the expiry by the system's clock, we by ours. */
export function toMicrosoftGrant(
  { accessToken, expiresOn }: AuthenticationResult,
  homeAccountId: string,
  cache: string,
  clock: Clock,
): MicrosoftGrant {
  const lifetimeMs = Math.max(0, (expiresOn?.getTime() ?? 0) - Date.now())
  const expiresAt = clock.now() + lifetimeMs
  return { provider: 'microsoft', homeAccountId, cache, accessToken, expiresAt }
}

/** MSAL would fail at anything else, again and again. */
function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
