import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'

export interface SenderChoice {
  mailbox: Mailbox
  accounts: readonly Account[]
}

/**
 * The account a new message is written from: the one asked for (which the answered message came
 * to), or the mailbox's default sender, or its first connected account, or its first, or one of
 * another mailbox. Null where there is no account at all.
 */
export function chooseSender(
  choices: readonly SenderChoice[],
  mailboxId: string,
  accountId: string | null,
): { mailbox: Mailbox; account: Account } | null {
  const all = choices.flatMap(({ mailbox, accounts }) =>
    accounts.map((account) => ({ mailbox, account })),
  )
  const own = all.filter(({ mailbox }) => mailbox.mailboxId === mailboxId)
  const usable = ({ account }: { account: Account }) => account.status === 'connected'
  return (
    all.find(({ account }) => account.accountId === accountId) ??
    own.find(({ mailbox, account }) => account.accountId === mailbox.defaultAccountId) ??
    own.find(usable) ??
    own[0] ??
    all.find(usable) ??
    all[0] ??
    null
  )
}
