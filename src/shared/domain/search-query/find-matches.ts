import { foldText } from '../fold-text.ts'
import type { SearchedWord } from './searched-words.ts'
import type { Span } from './search-query.ts'

// What is shown is short: a sender, a subject, a snippet.
const LONGEST_TEXT = 1000
const MOST_WORDS = 20
const WORD = /[\p{L}\p{M}\p{N}]+/gu

/**
 * Where a shown text holds what was looked for, in order and without overlaps. A word is marked from
 * its beginning as far as it was asked for, and in part where `isPart` says that words are found inside
 * too; accents and case do not matter.
 */
export function findMatches(
  text: string,
  words: readonly SearchedWord[],
  { isPart }: { isPart: boolean },
): Span[] {
  const asked = words
    .slice(0, MOST_WORDS)
    .flatMap((word) =>
      foldText(word.text)
        .split(' ')
        .map((part) => ({ part, isWhole: word.isQuoted })),
    )
    .filter(({ part }) => part !== '')
  if (asked.length === 0) return []
  const found: Span[] = []
  for (const { 0: word, index } of text.slice(0, LONGEST_TEXT).matchAll(WORD)) {
    const letters = foldedLetters(word)
    const folded = letters.map(({ folded: one }) => one).join('')
    for (const { part, isWhole } of asked) {
      const at = isPart && !isWhole && part.length > 1 ? folded.indexOf(part) : 0
      const fits = isWhole ? folded === part : at >= 0 && folded.startsWith(part, at)
      if (fits) found.push(spanOf(letters, index, at, part.length))
    }
  }
  return merged(found)
}

interface Letter {
  folded: string
  /** Offset in the word, and behind it. */
  start: number
  end: number
}

// Letter by letter, because one may fold to two (ß) and two to one (a letter and its accent).
function foldedLetters(word: string): Letter[] {
  const letters: Letter[] = []
  let start = 0
  for (const character of word) {
    const end = start + character.length
    const folded = foldText(character)
    const last = letters.at(-1)
    if (folded === '' && last) last.end = end
    else letters.push({ folded, start, end })
    start = end
  }
  return letters
}

function spanOf(letters: readonly Letter[], offset: number, at: number, length: number): Span {
  let position = 0
  let start = 0
  let end = 0
  for (const letter of letters) {
    const next = position + letter.folded.length
    if (position <= at) start = letter.start
    if (position < at + length) end = letter.end
    position = next
  }
  return { start: offset + start, end: offset + end }
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else result.push({ ...span })
  }
  return result
}
