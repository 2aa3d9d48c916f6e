import type { Person } from '#shared/contract/fields.ts'
import { parseTypedAddresses } from '#shared/domain/address-list/parse-typed-addresses.ts'
import {
  cleanEmailAddress,
  formatEmailAddress,
  isEmailAddress,
} from '#shared/domain/email-address.ts'

export type RecipientField = 'to' | 'cc' | 'bcc'

export const RECIPIENT_FIELDS = ['to', 'cc', 'bcc'] as const satisfies readonly RecipientField[]

/** One recipient as shown in a field: an address, or text that is not one yet. */
export interface RecipientChip {
  name: string
  /** Empty where the text holds no usable address. */
  email: string
  /** What the person typed or pasted, kept so that it can be corrected. */
  text: string
}

/** True for a chip a message can be sent to. */
export function isValidChip(chip: RecipientChip): boolean {
  return chip.email !== ''
}

/** The chips of a person of the contract. A draft keeps typed text as a name without an address. */
export function chipsFromPerson({ name, email }: Person): RecipientChip[] {
  if (email === '') return parseChips(name)
  const address = cleanEmailAddress(email)
  return address === null
    ? [{ name: '', email: '', text: name === '' ? email : `${name} <${email}>` }]
    : [{ name, email: address, text: formatEmailAddress({ name, email: address }) }]
}

/** Reads a typed or pasted list; what is no address becomes a chip that is marked invalid. */
export function parseChips(text: string): RecipientChip[] {
  return parseTypedAddresses(text)
}

/** Adds chips to a field, leaving out addresses that are already there (compared without case). */
export function addChips(
  chips: readonly RecipientChip[],
  added: readonly RecipientChip[],
): RecipientChip[] {
  const present = new Set(chips.map(chipKey))
  const result = [...chips]
  for (const chip of added) {
    const key = chipKey(chip)
    if (!present.has(key)) result.push(chip)
    present.add(key)
  }
  return result
}

/**
 * True where typing this character after `text` ends a recipient. Enter and Tab do so as well. A
 * comma before any address belongs to a name: `Ruiz, Ana <ana@example.com>`.
 */
export function isRecipientSeparator(key: string, text: string): boolean {
  if (text.trim() === '') return false
  const quoteOpen = (text.split('"').length - 1) % 2 === 1
  if (/^[,，、،]$/u.test(key)) return !quoteOpen && text.includes('@')
  if (/^[;；؛]$/u.test(key)) return !quoteOpen
  return key === ' ' ? isEmailAddress(text.trim()) : false
}

/** The name to show on a chip: the name where there is one, or the address, or the typed text. */
export function chipLabel(chip: RecipientChip): string {
  if (!isValidChip(chip)) return chip.text
  return chip.name === '' ? chip.email : chip.name
}

function chipKey(chip: RecipientChip): string {
  return (isValidChip(chip) ? chip.email : chip.text).toLowerCase()
}
