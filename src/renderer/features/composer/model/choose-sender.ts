import type { Account } from '#shared/contract/accounts.ts'
import type { EmailContent } from '#shared/contract/emails.ts'
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

/**
 * The alias a message begins with: the one that the answered message came to, else the one the
 * provider writes new mail from. Null for the account's own address.
 */
export function defaultAlias(
  { aliases, emailAddress }: Pick<Account, 'aliases' | 'emailAddress'>,
  answered: Pick<EmailContent, 'to' | 'cc'> | undefined,
): string | null {
  const isAmong = (address: string, people: EmailContent['to']) =>
    people.some(({ email }) => email.toLowerCase() === address.toLowerCase())
  if (answered !== undefined) {
    const people = [...answered.to, ...answered.cc]
    if (emailAddress !== null && isAmong(emailAddress, people)) return null
    const reached = aliases.find(({ address }) => isAmong(address, people))
    if (reached !== undefined) return reached.address
  }
  return aliases.find(({ isDefault }) => isDefault)?.address ?? null
}
