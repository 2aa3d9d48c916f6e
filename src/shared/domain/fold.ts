// Longer words (encoded data, tracking links) are cut, in what is searched and what is asked alike.
const LONGEST_WORD = 64
const LONG_WORD = /([^ ]{64})[^ ]+/gu
const ASCII = /^[\x00-\x7f]*$/u // eslint-disable-line no-control-regex -- the range is meant
const ASCII_BREAKS = /[^a-z0-9]+/gu
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
  return ASCII.test(text) ? foldAscii(text) : foldUnicode(text)
}

/** The words of folded or unfolded text, each once, in order of first appearance. */
export function foldedWords(text: string): string[] {
  const folded = foldText(text)
  return folded === '' ? [] : [...new Set(folded.split(' '))]
}

function foldAscii(text: string): string {
  let folded = text.toLowerCase()
  if (folded.includes("'") || folded.includes('`')) {
    folded = folded.replace(ASCII_INNER_APOSTROPHE, '$1')
  }
  return finish(folded.replace(ASCII_BREAKS, ' '))
}

function foldUnicode(text: string): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(INNER_APOSTROPHE, '')
    .replace(BREAKS, ' ')
  return finish(UNSPACED.test(folded) ? folded.replace(UNSPACED_RUN, pairs) : folded)
}

function pairs(run: string): string {
  const characters = Array.from(run)
  const words = characters.map((character, index) => character + (characters[index + 1] ?? ''))
  return ` ${words.join(' ')} `
}

function finish(folded: string): string {
  const trimmed = folded.trim().replace(/ {2,}/gu, ' ')
  return trimmed.length > LONGEST_WORD ? trimmed.replace(LONG_WORD, '$1') : trimmed
}
