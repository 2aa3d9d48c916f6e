import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../../state/accounts.ts'

/** How an account is named to send from: its address, or its label before it has one. */
export function senderLabel(account: Account): string {
  return account.emailAddress ?? account.displayLabel
}

/** The name that mail leaves with, or what the account is called where it has none. */
export function senderName(account: Account, from: string | null): string {
  const alias = account.aliases.find(({ address }) => address === from)
  return alias?.name || account.name || accountName(account)
}

/** A sender in a menu: the name where one is known, and the address. */
export function fromLabel(account: Account, from: string | null): string {
  const address = from ?? senderLabel(account)
  const alias = account.aliases.find((one) => one.address === from)
  const name = alias?.name || account.name
  return name === '' ? address : `${name} <${address}>`
}
