import {
  FIELDS_WITH_PARTS,
  SEARCHED_FIELDS,
  type SearchedFields,
} from '../../search/search-fields.ts'
import { SEPARATOR } from '#shared/domain/search-spellings.ts'
import { wordParts } from '../../search/word-parts.ts'

// Limits of tsvector (postgresql.org/docs/current/textsearch-limitations.html).
const LAST_POSITION = 16_383
const MOST_POSITIONS = 256
// Between fields, so that no phrase reaches from one into the next.
const GAP = 2

/** In front of a word that stands in one field; no word begins with it. */
export const FIELD_TAGS: Readonly<Record<keyof SearchedFields, string>> = {
  body: '·b·',
  subject: '·s·',
  from: '·f·',
  to: '·t·',
  cc: '·c·',
  bcc: '·x·',
  others: '·o·',
  filename: '·n·',
  marks: '·m·',
}

/** In front of a part of a word: of any field with parts, or after the tag of one. */
export const PART_TAG = '·p·'

// Fields that can be asked for alone.
const TAGGED = ['subject', 'from', 'to', 'cc', 'bcc', 'filename', 'marks'] as const

/** The searched words as the text of a tsvector: every word, then words and parts by their fields. */
export function searchVector(fields: SearchedFields): string {
  const lexemes = new Map<string, number[]>()
  const add = (word: string, position: number | null): void => {
    const positions = lexemes.get(word) ?? []
    // Beyond the last one all stand at it: a word without a position would be in no phrase.
    if (position !== null && positions.length < MOST_POSITIONS) {
      positions.push(Math.min(position, LAST_POSITION))
    }
    lexemes.set(word, positions)
  }
  let position = 1
  for (const field of SEARCHED_FIELDS) {
    const isTagged = TAGGED.some((one) => one === field)
    for (const word of wordsOf(fields[field])) {
      if (field !== 'marks') add(word, position)
      if (isTagged) add(FIELD_TAGS[field] + word, position)
      position += 1
    }
    position += GAP
  }
  for (const field of FIELDS_WITH_PARTS) {
    for (const part of wordsOf(wordParts(fields[field]))) {
      if (part === SEPARATOR) continue
      add(PART_TAG + part, null)
      if (field !== 'others') add(FIELD_TAGS[field] + PART_TAG + part, null)
    }
  }
  return [...lexemes].map(([word, positions]) => `'${word}'${at(positions)}`).join(' ')
}

const wordsOf = (words: string) => (words === '' ? [] : words.split(' '))
const at = (positions: number[]) => (positions.length === 0 ? '' : `:${positions.join(',')}`)
