import { SEPARATOR } from '#shared/domain/search-spellings.ts'

const SHORTEST_PART = 2

/**
 * The parts of folded words by which they are found inside: the word and every end of it of two
 * letters or more, so that any part of it is the start of one of them. `hanoi` gives `hanoi anoi noi
 * oi`. An address written as one word (`an·ex·org`) gives its ends from any letter on.
 */
export function wordParts(words: string): string {
  const parts = new Set<string>()
  for (const word of new Set(words.split(' '))) {
    if (word === SEPARATOR) continue
    const letters = isPlain(word) ? word : Array.from(word)
    for (let at = 0; at <= letters.length - SHORTEST_PART; at++) {
      if (letters[at] === SEPARATOR) continue
      parts.add(typeof letters === 'string' ? letters.slice(at) : letters.slice(at).join(''))
    }
  }
  return [...parts].join(' ')
}

// Without letters of two units, which must not be cut in half.
function isPlain(word: string): boolean {
  return !/[\u{10000}-\u{10ffff}]/u.test(word)
}
