import { SEPARATOR } from '#shared/domain/search-spellings.ts'

const SHORTEST_PART = 2

/**
 * The parts of folded words by which they are found inside: the word and every end of it of two
 * letters or more, so that any part of it is the start of one of them. `hanoi` gives `hanoi anoi noi
 * oi`. An address written as one word (`an·ex·org`) gives its ends from any letter on.
 * Between the parts of two words stands a separator. No part comes twice: the ends of a part that is
 * there already are there too.
 */
export function wordParts(words: string): string {
  const known = new Set<string>()
  const groups: string[] = []
  for (const word of new Set(words.split(' '))) {
    if (word === SEPARATOR) continue
    const parts: string[] = []
    const letters = isPlain(word) ? word : Array.from(word)
    for (let at = 0; at <= letters.length - SHORTEST_PART; at++) {
      if (letters[at] === SEPARATOR) continue
      const part = typeof letters === 'string' ? letters.slice(at) : letters.slice(at).join('')
      if (known.has(part)) break
      known.add(part)
      parts.push(part)
    }
    if (parts.length > 0) groups.push(parts.join(' '))
  }
  return groups.join(` ${SEPARATOR} `)
}

// Without letters of two units, which must not be cut in half.
function isPlain(word: string): boolean {
  return !/[\u{10000}-\u{10ffff}]/u.test(word)
}
