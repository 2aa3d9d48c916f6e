import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { MessageRow } from '../../ports/messages.ts'
import type { ReadRepositories } from '../../ports/store.ts'
import { getAccountsInScope } from '../get-owned.ts'

/**
 * The message a request names, by the provider's id or by ours, within the caller's mailbox.
 * @throws OperationError mailbox_not_found, account_not_found, forbidden, email_not_found
 */
export async function getMessage(
  read: ReadRepositories,
  userId: string,
  name: { mailboxId: string; providerMessageId: string; accountId?: string | undefined },
): Promise<{ message: MessageRow; account: AccountRow }> {
  const accounts = await getAccountsInScope(read, userId, name.mailboxId, name.accountId)
  for (const account of accounts) {
    const message = await read.messages.getByProviderId(account.id, name.providerMessageId)
    if (message !== null) return { message, account }
  }
  const id = parseRowId(name.providerMessageId)
  const message = id === null ? null : await read.messages.get(id)
  const account = accounts.find((candidate) => candidate.id === message?.accountId)
  if (message === null || account === undefined) {
    throw new OperationError('email_not_found', 'This message is not here (any more).')
  }
  return { message, account }
}

/** Our ids are whole numbers within JavaScript's safe range. */
export function parseRowId(text: string): number | null {
  const number = /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : null
}
