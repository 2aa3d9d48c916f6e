import type { Person } from '#shared/contract/fields.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { decodeHeaderValue, cleanDisplayName } from './header-text.ts'

const MAX_NAME = 500
const MAX_EMAIL = 320

/** One address as it is being read: its words, its comments, and what stood in angle brackets. */
interface Entry {
  words: string
  comment: string
  angled: string | null
}

/**
 * Reads the addresses of a header (RFC 5322 section 3.4): groups, comments, quoted and encoded
 * names. What has no address in it is kept as a name with an empty `email`. Nothing in the answer
 * contains a control character; names are cut to 500 characters.
 */
export function parseAddressList(raw: string): Person[] {
  const people: Person[] = []
  let unaddressed: string[] = []
  for (const entry of splitEntries(raw)) {
    const person = parseEntry(entry)
    if (person === null) continue
    if (person.email === '') {
      unaddressed.push(person.name)
      continue
    }
    // "Ruiz, Ana <ana@example.com>" without quotes: the piece before the comma is the surname.
    const joined =
      entry.angled !== null && unaddressed.length > 0 && person.name !== ''
        ? [...unaddressed.splice(-1), person.name].join(', ')
        : person.name
    people.push(...unaddressed.map((name) => ({ name, email: '' })))
    unaddressed = []
    people.push({ name: cut(joined, MAX_NAME), email: person.email })
  }
  people.push(...unaddressed.map((name) => ({ name, email: '' })))
  return people
}

function* splitEntries(raw: string): Generator<Entry> {
  const text = raw.slice(0, 262_144)
  let entry: Entry = { words: '', comment: '', angled: null }
  let unclosed = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '"') {
      const end: number = unclosed ? -1 : endOfQuoted(text, at)
      // A quote that is never closed is an ordinary character, and so is every one after it.
      unclosed = end === -1
      entry.words += unclosed ? char : text.slice(at, end + 1)
      at = unclosed ? at : end
    } else if (char === '(') {
      const end = endOfComment(text, at)
      entry.comment += ` ${text.slice(at + 1, end)}`
      at = end
    } else if (char === '<') {
      const close = text.indexOf('>', at)
      const end = close === -1 ? text.length : close
      entry.angled = text.slice(at + 1, end)
      at = end
    } else if (char === '=' && text[at + 1] === '?') {
      // An encoded word may hold commas and colons that separate nothing.
      const word = /^=\?[^?\s]{1,60}\?[bqBQ]\?[^?\s]*\?=/u.exec(text.slice(at, at + 1000))
      entry.words += word ? word[0] : char
      at += word ? word[0].length - 1 : 0
    } else if (char === ',' || char === ';') {
      yield entry
      entry = { words: '', comment: '', angled: null }
    } else if (char === ':' && entry.angled === null && !entry.words.includes('@')) {
      // A group's name says nothing about the people in it.
      entry = { words: '', comment: '', angled: null }
    } else {
      entry.words += char
    }
  }
  yield entry
}

function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return -1
}

function endOfComment(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

function parseEntry(entry: Entry): Person | null {
  const comment = parseName(entry.comment)
  if (entry.angled !== null) {
    const email = parseEmail(entry.angled)
    const name = parseName(entry.words) || comment
    return email === '' && name === '' ? null : { name, email }
  }
  const words = entry.words.trim()
  if (words === '') return comment === '' ? null : { name: comment, email: '' }
  if (words.includes('@') && !/\s/u.test(words)) {
    const email = parseEmail(words)
    if (email !== '') return { name: comment, email }
  }
  // "Ana ana@example.com": the brackets were forgotten.
  const last = words.slice(-MAX_EMAIL).split(/\s/u).at(-1) ?? ''
  const email = /^[^"@]+@[^"@]+$/u.test(last) ? parseEmail(last) : ''
  if (email !== '') return { name: parseName(words.slice(0, -last.length)), email }
  const name = parseName(words) || comment
  return name === '' ? null : { name, email: '' }
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
