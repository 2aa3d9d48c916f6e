import { foldedWords, foldText } from './fold-text.ts'
import { withoutInvisible } from './invisible-characters.ts'

/**
 * One thing that is looked for: ways to write it, of which one must be found. Of a way, every word
 * must be the start of a word.
 */
export type SearchTerm = readonly (readonly string[])[]

// Two letters that people type for one. Only letters that stand in the text are written out, never
// the reverse: `blue` and `does` are not asked for as `blu` and `dos`.
const WRITTEN_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', đ: 'dj' }
const LETTER = /[äöüåøđ]/gu
const HAS_LETTER = /[äöüåøđÄÖÜÅØĐ]|\u0308|\u030a/u
const WORD_BREAKS = /[^\p{L}\p{M}\p{N}]+/u
const HYPHENS = /[-\u2010\u2011]/gu
const HAS_HYPHEN = /[-\u2010\u2011]/u
// Hyphens between letters or digits, begun at the start of a word so that one pass suffices.
const COMPOUND = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{M}\p{N}]+)+/gu
// Digits in groups, as telephone numbers are written. E.164 has at most fifteen digits.
const NUMBER = /(?<![\p{L}\p{N}])\+?\(?\d[\d ()./\-\u00a0\u2010\u2011]{5,24}\d(?![\p{L}\p{N}])/gu
const FEWEST_DIGITS = 7
const MOST_DIGITS = 15

/**
 * The folded words by which text is found: its own, `mueller` for `Müller`, and what stands in parts
 * also in one: `email` for `E-Mail`, `491701234567` for `+49 170 1234567`.
 */
export function searchableWords(text: string): string {
  const added = [...joinedNumbers(text).values(), ...joinedCompounds(text)]
  const more = [...added, ...writtenOut(text, added)]
  return foldText(more.length === 0 ? text : [text, ...more].join('\n'))
}

/** What a person looks for, each thing once, in order; empty where nothing could be found by it. */
export function searchTerms(query: string): SearchTerm[] {
  let rest = query
  const terms: string[][][] = []
  for (const [written, joined] of joinedNumbers(query)) {
    rest = rest.replace(written, ' ')
    terms.push(ways([written, joined]))
  }
  for (const token of rest.split(/\s+/u)) {
    const spellings = [token, ...joinedCompounds(token)]
    const term = ways([...spellings, ...writtenOut(token, [])])
    const [only, second] = term
    if (only === undefined) continue
    terms.push(...(second === undefined ? only.map((word) => [[word]]) : [term]))
  }
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()]
}

function ways(spellings: string[]): string[][] {
  const folded = spellings.map(foldedWords).filter((words) => words.length > 0)
  return [...new Map(folded.map((words) => [words.join(' '), words])).values()]
}

// A word and the same with every such letter written out, in words of `text` and of `more`.
function writtenOut(text: string, more: readonly string[]): string[] {
  if (!HAS_LETTER.test(text)) return []
  return withoutInvisible([text, ...more].join('\n').normalize('NFC'))
    .toLowerCase()
    .split(WORD_BREAKS)
    .filter((word) => HAS_LETTER.test(word))
    .map((word) => word.replace(LETTER, (letter) => WRITTEN_OUT[letter] ?? letter))
}

function joinedCompounds(text: string): string[] {
  if (!HAS_HYPHEN.test(text)) return []
  return (text.match(COMPOUND) ?? []).map((compound) => compound.replace(HYPHENS, ''))
}

/** Numbers as written, each with its digits in one. */
function joinedNumbers(text: string): Map<string, string> {
  const numbers = new Map<string, string>()
  for (const [written] of text.matchAll(NUMBER)) {
    // `+49 (0)170`: the zero is not dialled from abroad.
    const digits = written.replace('(0)', '').replace(/\D/gu, '')
    const isNumber = digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS
    if (isNumber && digits !== written) numbers.set(written, digits)
  }
  return numbers
}
