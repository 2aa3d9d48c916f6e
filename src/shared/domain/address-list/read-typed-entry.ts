import { cleanDisplayName } from '../invisible-characters.ts'
import { findAddresses } from './find-addresses.ts'
import type { ListedPerson } from './join-inverted-names.ts'
import type { Entry } from './split-entries.ts'

/** Somebody who was typed or pasted. Where `email` is empty, `text` is what could not be understood. */
export interface TypedPerson extends ListedPerson {
  text: string
}

const MAX_NAME = 500
/** Words between two people, in the languages that people list them in. */
const CONJUNCTION =
  /^(?:and|or|und|oder|et|ou|y|e|o|u|en|of|og|och|eller|i|a|oraz|ve|и|や|と|和|및)$/u
/** List marks and separators of prose: `-`, `•`, `1.`, `2)`. */
const DECORATION = /^(?:[^\p{L}\p{N}@]+|\d{1,3}[.)]|(?:mailto|smtp):)$/iu
/** Labels of a form or a header; any other label before one person is that person's name. */
const FIELD =
  /^(?:(?:reply-)?to|b?cc|from|sender|recipients?|e-?mail|mail|an|von|kopie|para|de|cco|correo|à|a|da|per|ccn|aan|van|courriel|address|adresse|email address|e-mail address)$/iu

/** The people of one entry of a typed or pasted list, and what is left of it, which is marked. */
export function readTypedEntry({ pieces, label, source, end }: Entry): TypedPerson[] {
  const people: TypedPerson[] = []
  let words: string[] = []
  const add = (emails: readonly string[], angled: boolean): void => {
    for (const email of emails) {
      const last = people.at(-1)
      const name = cleanName(trimWords(words, people.length > 0).join(' '), email)
      words = []
      // "ana@example.com<mailto:ana@example.com>" names one person twice.
      if (name === '' && last?.email.toLowerCase() === email.toLowerCase()) last.angled ||= angled
      else people.push({ name, email, angled, text: '' })
    }
  }
  for (const { kind, text } of pieces) {
    const last = people.at(-1)
    if (kind === 'text') {
      for (const word of text.split(/\s+/u)) {
        const emails = findAddresses(word)
        if (emails.length > 0) add(emails, false)
        else if (word !== '') words.push(word)
      }
    } else if (kind === 'angled') {
      const parts = text.split(/[\s,;]+/u).filter((part) => part !== '')
      const emails = parts.map(findAddresses)
      if (parts.length === 0 || emails.some((found) => found.length === 0)) words.push(`<${text}>`)
      else add(emails.flat(), true)
    } else if (kind === 'comment' && last !== undefined && words.length === 0) {
      last.name = last.name === '' ? cleanName(text, last.email) : `${last.name} (${text})`
    } else {
      words.push(kind === 'comment' ? `(${text})` : kind === 'bracketed' ? `[${text}]` : text)
    }
  }
  const [first] = people
  if (first === undefined) return readWords(source)
  const rest = trimWords(words, true).join(' ')
  if (rest !== '' && first.angled && first.name === '' && people.length === 1) {
    first.name = cleanName(rest, first.email)
  } else if (rest !== '') {
    people.push({ name: rest, email: '', angled: false, text: rest })
  }
  if (people.length === 1 && first.name === '' && !/[,，、،]/u.test(end) && !FIELD.test(label)) {
    first.name = cleanName(label, first.email)
  }
  return people
}

function readWords(source: string): TypedPerson[] {
  const text = source.trim()
  if (/^[\s\p{Pd}•*·/|&+]*$/u.test(text)) return []
  return [{ name: cleanName(text, ''), email: '', angled: false, text }]
}

/** Words without the decoration around them and, after another person, without a conjunction. */
function trimWords(words: readonly string[], isAfterPerson: boolean): string[] {
  const isNoise = (word: string) =>
    DECORATION.test(word) || (isAfterPerson && CONJUNCTION.test(word))
  const start = words.findIndex((word) => !isNoise(word))
  const end = words.findLastIndex((word) => !DECORATION.test(word))
  return start === -1 ? [] : words.slice(start, end + 1)
}

/** A name for a chip: without the quotation marks around it, and empty where it is the address. */
export function cleanName(text: string, email: string): string {
  const name = cleanDisplayName(text.slice(0, 2 * MAX_NAME))
    .replace(/^"(.*)"$/su, (_, inner: string) => inner.replace(/\\(.)/gsu, '$1'))
    .replace(/^'(.*)'$|^[“„](.*)[”“]$|^«(.*)»$|^‘(.*)’$|^\[([^\]]*)\]$/u, '$1$2$3$4$5')
    .trim()
  return name.toLowerCase() === email.toLowerCase() ? '' : name.slice(0, MAX_NAME)
}
