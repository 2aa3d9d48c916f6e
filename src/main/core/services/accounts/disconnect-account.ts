import type { AccountRow } from '../../ports/accounts.ts'
import type { ServiceDependencies } from '../dependencies.ts'

/**
 * Ends an account's work and takes its grant back, before its rows are deleted.
 * @returns whether the provider confirmed the revocation
 */
export async function disconnectAccount(
  deps: ServiceDependencies,
  account: AccountRow,
): Promise<boolean> {
  await deps.sync.accountRemoved(account.id)
  deps.providers.close(account.id)
  return deps.signIn.revoke(account)
}
