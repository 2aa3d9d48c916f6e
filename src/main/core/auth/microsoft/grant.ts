import { z } from 'zod'
import type { TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'

const grant = z.object({
  provider: z.literal('microsoft'),
  /** Which of the accounts in MSAL's cache is ours: `uid.utid`. */
  homeAccountId: z.string().min(1),
  /** MSAL's cache as it serialises it, tokens included. */
  cache: z.string().min(2),
})

/** What Microsoft gave one account. Lives in the token vault and in memory, nowhere else. */
export type MicrosoftGrant = z.infer<typeof grant>

/** The account's grant, or null. Throws what the vault throws, and token_integrity_error. */
export async function readGrant(
  vault: TokenVault,
  accountId: string,
): Promise<MicrosoftGrant | null> {
  const text = await vault.get(grantName(accountId))
  if (text === null) return null
  try {
    return grant.parse(JSON.parse(text))
  } catch {
    // Neither the text nor the parser's message, which may quote it, goes any further.
    throw new OperationError(
      'token_integrity_error',
      'The saved sign-in of this account can’t be read. Sign in again to replace it.',
    )
  }
}

export async function writeGrant(
  vault: TokenVault,
  accountId: string,
  value: MicrosoftGrant,
): Promise<void> {
  await vault.set(grantName(accountId), JSON.stringify(value))
}

/**
 * Forgets the grant. Microsoft has no endpoint at which a public client could end one grant (its
 * sign-out ends the browser's session, and revokeSignInSessions ends every app of the person), so
 * this is all there is: the refresh token is gone here and dies at Microsoft after 90 idle days.
 */
export async function deleteGrant(vault: TokenVault, accountId: string): Promise<void> {
  await vault.delete(grantName(accountId))
}

function grantName(accountId: string): string {
  return `grant:${accountId}`
}
