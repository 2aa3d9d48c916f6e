import type { Person } from '#shared/contract/fields.ts'
import {
  formatEmailAddress,
  isEmailAddress,
  parseEmailAddress,
  splitAddressList,
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

/** Reads one recipient; text without a usable address becomes a chip that is marked invalid. */
export function parseChip(text: string): RecipientChip {
  const trimmed = text.trim()
  const parsed = parseEmailAddress(trimmed)
  return parsed
    ? { ...parsed, text: formatEmailAddress(parsed) }
    : { name: '', email: '', text: trimmed }
}

/** The chip of a person of the contract. A draft keeps typed text as a name without an address. */
export function chipFromAddress(person: Person): RecipientChip {
  return isEmailAddress(person.email)
    ? { name: person.name, email: person.email, text: formatEmailAddress(person) }
    : { name: '', email: '', text: person.email === '' ? person.name : person.email }
}

/**
 * Reads a typed or pasted list: commas, semicolons and line breaks separate recipients; a list of
 * bare addresses may be separated by spaces or tabs.
 */
export function parseChips(text: string): RecipientChip[] {
  return splitAddressList(text.replaceAll('\r', '\n')).flatMap((part) => {
    const words = part.split(/\s+/u)
    return words.length > 1 && words.every(isEmailAddress)
      ? words.map(parseChip)
      : [parseChip(part)]
  })
}

/** Adds chips to a field, leaving out addresses that are already there (compared without case). */
export function addChips(
  chips: readonly RecipientChip[],
  added: readonly RecipientChip[],
): RecipientChip[] {
  const result = [...chips]
  for (const chip of added) {
    const present = result.some((other) => chipKey(other) === chipKey(chip))
    if (!present) result.push(chip)
  }
  return result
}

/** True where typing this character after `text` ends a recipient. Enter and Tab do so as well. */
export function isRecipientSeparator(key: string, text: string): boolean {
  if (text.trim() === '') return false
  // A comma belongs to the name while a quotation mark is open: "Ruiz, Ana" <ana@example.com>
  const quoteOpen = (text.split('"').length - 1) % 2 === 1
  if (key === ',' || key === ';') return !quoteOpen
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
