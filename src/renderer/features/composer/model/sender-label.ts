import type { Account } from '#shared/contract/accounts.ts'

/** How an account is named to send from: its address, or its label before it has one. */
export function senderLabel(account: Account): string {
  return account.emailAddress ?? account.displayLabel
}
