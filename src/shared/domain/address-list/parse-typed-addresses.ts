import { formatEmailAddress, type EmailAddress } from '../email-address.ts'
import { removeInvisible } from '../invisible-characters.ts'
import { joinInvertedNames } from './join-inverted-names.ts'
import { readRows } from './read-rows.ts'
import { cleanName, readTypedEntry, type TypedPerson } from './read-typed-entry.ts'
import { splitEntries } from './split-entries.ts'

/** One recipient of a typed list: an address, or with an empty `email` the text that is none. */
export interface TypedAddress extends EmailAddress {
  text: string
}

const CONTROL = /[\p{Cc}\u2028\u2029]/u
const MAX_TEXT = 900

/**
 * Reads a list of recipients as people type and paste it: with commas, semicolons, line breaks or
 * nothing between them, rows of a spreadsheet, groups, links. Nobody is left out: what cannot be
 * understood stays in the list as text. Linear in the length of the text.
 */
export function parseTypedAddresses(text: string): TypedAddress[] {
  const clean = removeInvisible(text)
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/gu, '\n')
    .replace(/[^\S\n\t]/gu, ' ')
    .replaceAll('＜', '<')
    .replaceAll('＞', '>')
    .replaceAll('＠', '@')
  return (clean.includes('\t') ? readRows(clean, readList) : readList(clean)).flatMap(toTyped)
}

/**
 * Reads one recipient, as a caller of the API names it. Null where the text holds none, several, or
 * anything besides, and where a control character could smuggle a header.
 */
export function parseEmailAddress(text: string): EmailAddress | null {
  const trimmed = text.trim()
  if (CONTROL.test(trimmed)) return null
  const [only, ...others] = parseTypedAddresses(trimmed)
  if (only === undefined || only.email === '' || others.length > 0) return null
  return { name: only.name, email: only.email }
}

function readList(text: string): TypedPerson[] {
  return joinInvertedNames(
    splitEntries(text, 'typed').map((entry) => ({
      people: readTypedEntry(entry),
      label: entry.label,
      end: entry.end,
    })),
  )
}

/** A long text is cut into several, each short enough to be kept in a draft. */
function toTyped(person: TypedPerson): TypedAddress[] {
  const { email, text } = person
  const name = cleanName(person.name, email)
  if (email !== '') return [{ name, email, text: formatEmailAddress({ name, email }) }]
  const pieces =
    text.length <= MAX_TEXT ? [text] : (text.match(/[^]{1,900}(?![^\s])|[^]{1,900}/gu) ?? [])
  return pieces.map((piece) => ({ name: '', email: '', text: piece.trim() }))
}
