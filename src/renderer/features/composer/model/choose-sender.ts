import type { Account } from '#shared/contract/accounts.ts'
import type { EmailContent } from '#shared/contract/emails.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { createIsMe, isSameAddress } from '#shared/domain/own-addresses.ts'

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

/** Where mail systems write which address a message was delivered to. */
const DELIVERY_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to']

/**
 * The alias a message begins with: the address that the answered message came to (or, where it is
 * one's own, was sent from), else the one the provider writes new mail from. Null for the account's
 * own address.
 */
export function defaultAlias(
  { aliases, emailAddress }: Pick<Account, 'aliases' | 'emailAddress'>,
  answered: Pick<EmailContent, 'fromEmail' | 'to' | 'cc' | 'headers' | 'box'> | undefined,
): string | null {
  const isOwn = createIsMe(emailAddress === null ? [] : [emailAddress])
  const findAlias = (email: string) =>
    aliases.find(({ address }) => isSameAddress(address, email)) ??
    aliases.find(({ address }) => !isOwn(email) && createIsMe([address])(email))
  if (answered !== undefined) {
    const { fromEmail, headers, box } = answered
    const written = [...answered.to, ...answered.cc].map(({ email }) => email)
    for (const email of box === 'SENT' ? [fromEmail, ...written] : [...written, fromEmail]) {
      const alias = findAlias(email)
      if (alias !== undefined) return alias.address
      if (isOwn(email)) return null
    }
    // In a blind copy or from a list, the headers of delivery alone name the alias.
    const delivered = headers
      .filter(({ name }) => DELIVERY_HEADERS.includes(name.toLowerCase()))
      .map(({ value }) => findAlias(value.replace(/^\s*<|>\s*$/gu, '')))
      .find((alias) => alias !== undefined)
    if (delivered !== undefined) return delivered.address
  }
  return aliases.find(({ isDefault }) => isDefault)?.address ?? null
}
