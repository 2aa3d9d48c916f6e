import { OperationError } from '#shared/errors.ts'
import type { AccountRow, MailboxRow } from '../ports/accounts.ts'
import type { ReadRepositories } from '../ports/store.ts'

/**
 * The caller's own mailbox.
 * @throws OperationError mailbox_not_found where there is none, forbidden where it is another's
 */
export async function getOwnedMailbox(
  read: ReadRepositories,
  userId: string,
  mailboxId: string,
): Promise<MailboxRow> {
  const mailbox = await read.mailboxes.get(mailboxId)
  if (mailbox === null) {
    throw new OperationError('mailbox_not_found', 'This mailbox does not exist (any more).')
  }
  if (mailbox.userId !== userId) {
    throw new OperationError('forbidden', 'This mailbox belongs to somebody else.')
  }
  return mailbox
}

/**
 * An account of the caller's own mailbox.
 * @throws OperationError as `ownMailbox`, or account_not_found
 */
export async function getOwnedAccount(
  read: ReadRepositories,
  userId: string,
  mailboxId: string,
  accountId: string,
): Promise<AccountRow> {
  await getOwnedMailbox(read, userId, mailboxId)
  const account = await read.accounts.get(accountId)
  if (account?.mailboxId !== mailboxId) {
    throw new OperationError('account_not_found', 'This account is not in this mailbox.')
  }
  return account
}

/** The one account that was named, or all of the mailbox. */
export async function getAccountsInScope(
  read: ReadRepositories,
  userId: string,
  mailboxId: string,
  accountId: string | undefined,
): Promise<AccountRow[]> {
  if (accountId !== undefined) return [await getOwnedAccount(read, userId, mailboxId, accountId)]
  await getOwnedMailbox(read, userId, mailboxId)
  return read.accounts.listByMailbox(mailboxId)
}
