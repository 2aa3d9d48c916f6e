import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { MailProvider } from '../ports/provider.ts'
import type { ProviderDirectory } from '../ports/services.ts'

/**
 * One open adapter per connected account, so that all callers share its token refresh and its
 * quota.
 *
 * @param create builds the adapter; it may have to wait for the demo provider to start
 */
export function createProviderDirectory(
  create: (account: AccountRow) => Promise<MailProvider>,
): ProviderDirectory {
  const open = new Map<string, Promise<MailProvider>>()
  return {
    async open(account) {
      if (account.status !== 'connected') {
        throw new OperationError('account_not_connected', 'This account is not connected.')
      }
      const existing = open.get(account.id)
      if (existing !== undefined) return existing
      const opening = create(account)
      open.set(account.id, opening)
      // A failed start must not be remembered: the next caller tries again.
      opening.catch(() => open.delete(account.id))
      return opening
    },
    close: (accountId) => void open.delete(accountId),
  }
}
