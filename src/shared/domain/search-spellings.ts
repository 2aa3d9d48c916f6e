import { foldText } from './fold-text.ts'
import { withoutInvisible } from './invisible-characters.ts'

/**
 * Stands between the words of an address written as one, and between things that no phrase may join.
 * Folding never leaves it, so nobody can type it.
 */
export const SEPARATOR = '·'

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
 * The folded words by which text is found: its own, in order, and after a separator the same in other
 * spellings: `mueller` for `Müller`, in one what stands in parts (`email` for `E-Mail`, `491701234567`
 * for `+49 170 1234567`), and addresses as one word (`ana·example·org`).
 */
export function searchableWords(text: string): string {
  const joined = [...joinedNumbers(text).values(), ...joinedCompounds(text)]
  const spelled = foldText([...joined, ...writtenOut(text, joined)].join('\n'))
  const others = [...(spelled === '' ? [] : [spelled]), ...joinedAddresses(text)]
  const own = foldText(text)
  return others.length === 0 ? own : `${own} ${SEPARATOR} ${others.join(' ')}`.trim()
}

/**
 * The spellings of what a person typed as one: each a list of folded words that stand next to each
 * other in what is found. Empty where nothing could be found by it.
 */
export function spellings(typed: string): string[][] {
  const address = asAddress(typed)
  if (address !== null) return [[address]]
  const joined = [...joinedNumbers(typed).values(), ...joinedCompounds(typed)]
  const ways = [typed, ...joined, ...writtenOut(typed, joined)]
    .map((way) => foldText(way))
    .filter((way) => way !== '')
  return [...new Set(ways)].map((way) => way.split(' '))
}

/** True for words which typed one after the other are one telephone number. */
export function isNumberTogether(typed: readonly string[]): boolean {
  const text = typed.join(' ')
  return joinedNumbers(text).has(text)
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

const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 255
const LOCAL_CHARACTER = /[\p{L}\p{M}\p{N}._%+'-]/u
const DOMAIN_CHARACTER = /[\p{L}\p{M}\p{N}.-]/u
// One that is still being typed may end anywhere.
const TYPED_ADDRESS = /^[\p{L}\p{M}\p{N}._%+'-]{1,64}@[\p{L}\p{M}\p{N}.-]+$/u

/** Addresses as one word each, from every word of their local part on: `shop@` finds `ana+shop@`. */
function joinedAddresses(text: string): string[] {
  const joined = new Set<string>()
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const local = foldText(runBefore(text, at))
    const domain = foldText(runAfter(text, at + 1)).replaceAll(' ', SEPARATOR)
    if (local === '' || domain === '') continue
    const words = local.split(' ')
    for (let from = 0; from < words.length; from++) {
      joined.add([...words.slice(from), domain].join(SEPARATOR))
    }
  }
  return [...joined]
}

// Letter by letter from the sign on, because a pattern would try every word of the text.
function runBefore(text: string, end: number): string {
  let start = end
  while (start > 0 && end - start < LONGEST_LOCAL && isOf(LOCAL_CHARACTER, text, start - 1)) {
    start -= 1
  }
  return text.slice(start, end)
}

function runAfter(text: string, start: number): string {
  let end = start
  while (end < text.length && end - start < LONGEST_DOMAIN && isOf(DOMAIN_CHARACTER, text, end)) {
    end += 1
  }
  return text.slice(start, end)
}

function isOf(characters: RegExp, text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  // Halves of letters beyond the first plane are taken along.
  return (unit >= 0xd800 && unit <= 0xdfff) || characters.test(text.charAt(at))
}

function asAddress(typed: string): string | null {
  const inner = typed.replace(/^[<("']+|[>)"',;]+$/gu, '')
  if (!TYPED_ADDRESS.test(inner)) return null
  const [local = '', domain = ''] = inner.split('@').map((part) => foldText(part))
  return local === '' || domain === '' ? null : `${local} ${domain}`.replaceAll(' ', SEPARATOR)
}
