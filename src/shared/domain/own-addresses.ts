/** An account as far as its addresses matter here. */
export interface AddressedAccount {
  /** Null until the account has been connected once. */
  emailAddress: string | null
  aliases: readonly { address: string }[]
}

/** Every address that mail to these accounts may be written to. */
export function ownAddresses(accounts: readonly AddressedAccount[]): string[] {
  return accounts.flatMap(({ emailAddress, aliases }) => [
    ...(emailAddress === null ? [] : [emailAddress]),
    ...aliases.map(({ address }) => address),
  ])
}

/** True where two addresses are written alike, but for case and blanks around them. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

/**
 * The one answer to “is this me?”. Gmail and Outlook.com, Workspace and Microsoft 365 all deliver
 * `ana+shop@…` to `ana@…`; an address that is really written with a plus is found as it stands
 * first, as Exchange does. Only Google's own domains ignore dots, and are two names of one domain
 * (https://support.google.com/mail/answer/7436150); a Workspace domain tells dots apart.
 */
export function createIsMe(own: readonly string[]): (email: string) => boolean {
  const known = new Set(own.map(canonicalAddress))
  return (email) => {
    const address = canonicalAddress(email)
    return known.has(address) || known.has(withoutPlusPart(address))
  }
}

function canonicalAddress(email: string): string {
  const address = email.trim().toLowerCase()
  const gmail = /^(.+)@(?:gmail|googlemail)\.com$/u.exec(address)
  if (gmail === null) return address
  return withoutPlusPart(`${(gmail[1] ?? '').replaceAll('.', '')}@gmail.com`)
}

function withoutPlusPart(address: string): string {
  return address.replace(/^([^+@]+)\+[^@]*@/u, '$1@')
}
