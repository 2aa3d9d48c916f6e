/** What an address is (RFC 5322 section 3.4.1), and how one is written with its name. */

import { removeInvisible } from './invisible-characters.ts'

export interface EmailAddress {
  name: string
  email: string
}

// addr-spec without comments and quoted local parts, internationalised (RFC 6531): of a domain only
// letters, digits, marks and symbols of any script, and the joiners that registries allow inside.
const ADDRESS =
  /^[^\s<>"(),:;@[\]\\\p{Cc}\p{Cf}\p{Cs}\p{Z}“”„«»，；、]+@[\p{L}\p{N}\p{M}\p{So}_·・-]+(?:\.[\p{L}\p{N}\p{M}\p{So}_·・-]+)*$/u
const MAX_LENGTH = 320

/** True for `local@domain` with no space, delimiter, control or invisible character in it. */
export function isEmailAddress(text: string): boolean {
  return text.length <= MAX_LENGTH && ADDRESS.test(text)
}

/**
 * An address as it is kept and sent: invisible characters taken out, blanks around it removed. Null
 * where the rest is no address. The rule for whatever comes from outside, callers of the API included.
 */
export function cleanEmailAddress(text: string): string | null {
  if (text.length > 4 * MAX_LENGTH) return null
  const email = removeInvisible(text).replace(/^\p{Z}+|\p{Z}+$/gu, '')
  return isEmailAddress(email) ? email : null
}

/** `Ana Ruiz <ana@example.com>`, quoting the name where its characters demand it. */
export function formatEmailAddress(mailbox: EmailAddress): string {
  if (mailbox.name === '') return mailbox.email
  const name = /^[\p{L}\p{M}\p{N} '_-]+$/u.test(mailbox.name)
    ? mailbox.name
    : `"${mailbox.name.replace(/["\\]/gu, '\\$&')}"`
  return `${name} <${mailbox.email}>`
}
