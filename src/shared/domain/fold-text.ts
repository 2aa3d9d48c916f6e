import { withoutInvisible } from './invisible-characters.ts'

// Longer words (encoded data, tracking links) are cut, in what is searched and what is asked alike.
const LONGEST_WORD = 64
const LONG_WORD = /(?<=^| )([^ ]{64})[^ ]+/gu
const ASCII = /^\p{ASCII}*$/u
// Folded letters of other alphabets pass; their own breaks are spaces already.
const ASCII_BREAKS = /[^a-z0-9\u0080-\u{10ffff}]+/gu
const BREAKS = /[^\p{L}\p{N}]+/gu
const MARKS = /\p{M}+/gu

// Quotes that stand inside a word: O'Brien, O’Brien, Hawaiʻi, d`Arc.
const INNER_APOSTROPHE = /(?<=[\p{L}\p{N}])['’‘`´](?=[\p{L}\p{N}])|[ʼʻ]/gu
const ASCII_INNER_APOSTROPHE = /([a-z0-9])['`](?=[a-z0-9])/gu

// Letters that Unicode does not take apart, though people type them so.
const LETTERS: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ĸ: 'k',
  ƀ: 'b',
  ɨ: 'i',
  ƶ: 'z',
  ς: 'σ',
  // Persian and Arabic keyboards write these differently, and endings are often typed plainly.
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ة: 'ه',
  // Lengthens an Arabic word to fill its line.
  ـ: '',
}
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

// Scripts written without spaces between words.
const UNSPACED_CLASS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Thai}\\p{Script=Lao}' +
  '\\p{Script=Khmer}\\p{Script=Myanmar}'
const UNSPACED = new RegExp(`[${UNSPACED_CLASS}]`, 'u')
const UNSPACED_RUN = new RegExp(`[${UNSPACED_CLASS}]+`, 'gu')

/**
 * Text as it is searched and asked for: lower-case words without accents, one space between them.
 *
 * `Łódź` becomes `lodz`, `straße` `strasse`, `O'Brien` `obrien`, `Ё` `е`. Runs of scripts without
 * spaces become overlapping pairs and their last character (`京都市` is `京都 都市 市`), so that any
 * part of a run, from one character on, is found by looking for the starts of its own words.
 * Everything that is neither a letter nor a number parts words. Folding twice finds the same.
 */
export function foldText(text: string): string {
  return cutLongWords(foldAscii(ASCII.test(text) ? text : foldBeyondAscii(text)))
}

/** The words of folded or unfolded text, each once, in order of first appearance. */
export function foldedWords(text: string): string[] {
  const folded = foldText(text)
  return folded === '' ? [] : [...new Set(folded.split(' '))]
}

/**
 * True where the last of folded words is the end of a run without spaces: inside a longer run it is
 * the start of a word, so it is always looked for as one.
 */
export function isOpenEnded(words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  return UNSPACED.test(last) && Array.from(last).length === 1
}

/** Folds what plain ASCII folding leaves: only the words that hold other characters. */
function foldBeyondAscii(text: string): string {
  return text
    .split(' ')
    .map((word) => (ASCII.test(word) ? word : foldUnicode(word)))
    .join(' ')
}

function foldUnicode(text: string): string {
  const folded = withoutInvisible(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(INNER_APOSTROPHE, '')
    .replace(BREAKS, ' ')
  return UNSPACED.test(folded) ? folded.replace(UNSPACED_RUN, pairs) : folded
}

function pairs(run: string): string {
  const characters = Array.from(run)
  const words = characters.map((character, index) => character + (characters[index + 1] ?? ''))
  return ` ${words.join(' ')} `
}

/** Folds ASCII and leaves everything else as it is. */
function foldAscii(text: string): string {
  const lower = text.toLowerCase()
  const joined = /['`]/u.test(lower) ? lower.replace(ASCII_INNER_APOSTROPHE, '$1') : lower
  return joined.replace(ASCII_BREAKS, ' ').trim()
}

function cutLongWords(folded: string): string {
  let start = 0
  while (start < folded.length) {
    const space = folded.indexOf(' ', start)
    const end = space === -1 ? folded.length : space
    if (end - start > LONGEST_WORD) return folded.replace(LONG_WORD, '$1')
    start = end + 1
  }
  return folded
}
