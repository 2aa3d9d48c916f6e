import type { Person } from '#shared/contract/fields.ts'
import {
  joinInvertedNames,
  type ListedPerson,
} from '#shared/domain/address-list/join-inverted-names.ts'
import { splitEntries, type Entry } from '#shared/domain/address-list/split-entries.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { cleanDisplayName, decodeHeaderValue, MAX_HEADER_LENGTH } from './header-text.ts'

const MAX_NAME = 500
const MAX_EMAIL = 320

/**
 * Reads the addresses of a header (RFC 5322 section 3.4): groups, comments, quoted and encoded
 * names. What has no address in it is kept as a name with an empty `email`. Nothing in the answer
 * contains a control character; names are cut to 500 characters.
 */
export function parseAddressList(raw: string): Person[] {
  const entries = splitEntries(raw.slice(0, MAX_HEADER_LENGTH), 'header')
  const people = joinInvertedNames(
    entries.map((entry) => ({ people: readEntry(entry), label: entry.label, end: entry.end })),
  )
  return people.map(({ name, email }) => ({ name: cut(name, MAX_NAME), email }))
}

function readEntry({ pieces }: Entry): ListedPerson[] {
  const comments = pieces.filter(({ kind }) => kind === 'comment')
  const comment = parseName(comments.map(({ text }) => text).join(' '))
  const angled = pieces.filter(({ kind }) => kind === 'angled')
  const hasAddress = angled.some(({ text }) => text.includes('@'))
  const people: ListedPerson[] = []
  let words = ''
  for (const { kind, text } of pieces) {
    if (kind === 'comment') continue
    if (kind === 'angled' && (!hasAddress || text.includes('@'))) {
      people.push({ name: parseName(words), email: parseEmail(text), angled: true })
      words = ''
    } else {
      words += kind === 'angled' ? `<${text}>` : text
    }
  }
  words = words.trim()
  const last = people.at(-1)
  if (last === undefined) return readWords(words, comment)
  if (words !== '') last.name = `${last.name} ${parseName(words)}`.trim()
  if (last.name === '') last.name = comment
  return people.filter(({ name, email }) => name !== '' || email !== '')
}

function readWords(words: string, comment: string): ListedPerson[] {
  if (words === '') return comment === '' ? [] : [{ name: comment, email: '', angled: false }]
  const parts = words.slice(0, MAX_HEADER_LENGTH).split(/\s+/u)
  const isBare = (word: string) => word.length <= MAX_EMAIL && /^[^"@]+@[^"@]+$/u.test(word)
  // "ana@example.com bob@example.com": the comma was forgotten.
  if (parts.length > 1 && parts.every(isBare)) {
    return parts.map((part) => ({ name: '', email: parseEmail(part), angled: false }))
  }
  if (parts.length === 1 && words.includes('@')) {
    const email = parseEmail(words)
    if (email !== '') return [{ name: comment, email, angled: false }]
  }
  // "Ana ana@example.com": the brackets were forgotten.
  const last = parts.at(-1) ?? ''
  const email = isBare(last) ? parseEmail(last) : ''
  const name = parseName(email === '' ? words : words.slice(0, -last.length))
  if (email !== '') return [{ name, email, angled: false }]
  return name === '' && comment === '' ? [] : [{ name: name || comment, email: '', angled: false }]
}

/** Checked loosely: what stands here came from the network and is only ever shown or replied to. */
function parseEmail(raw: string): string {
  // A source route (RFC 5322 section 4.4) ends in a colon before the address.
  const text = decodeEncodedWords(raw.replaceAll('\0', '').replace(/^\s*@[^:]*:/u, '')).replace(
    /\s+/gu,
    '',
  )
  const email = cleanDisplayName(text)
    .replace(/^mailto:/iu, '')
    .replace(/[\s<>]/gu, '')
  return email.length <= MAX_EMAIL ? email : ''
}

function parseName(raw: string): string {
  // Encoded, a name may be several times as long; what is longer still is cut before it is read.
  const unquoted = raw
    .slice(0, 8 * MAX_NAME)
    .trim()
    .replace(/"((?:[^"\\]|\\.)*)"/gu, (_, inner: string) => inner.replace(/\\(.)/gu, '$1'))
  const name = cleanDisplayName(decodeHeaderValue(unquoted)).replace(/^'(.*)'$/u, '$1')
  return cut(name, MAX_NAME)
}

/** Cuts at a whole character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/u, '')
}
