import { describe, expect, it } from 'vitest'
import { findMatches } from './find-matches.ts'
import { parseSearch } from './parse-search.ts'
import { searchedWords } from './searched-words.ts'

const words = (question: string) =>
  searchedWords(parseSearch(question, { now: 0, timeZone: 'UTC', locale: 'en' }).node)

/** The text with what is marked in brackets. */
function marked(text: string, question: string, isPart = true): string {
  let result = ''
  let at = 0
  for (const { start, end } of findMatches(text, words(question), { isPart })) {
    result += `${text.slice(at, start)}[${text.slice(start, end)}]`
    at = end
  }
  return result + text.slice(at)
}

describe('what was looked for, in what is shown', () => {
  it.each([
    ['Quarterly plan', 'plan', 'Quarterly [plan]'],
    ['Quarterly plans', 'PLAN', 'Quarterly [plan]s'],
    ['Łódź, Łódź', 'lodz', '[Łódź], [Łódź]'],
    ['Straße 1', 'strasse', '[Straße] 1'],
    ['Mu\u0308ller', 'mull', '[Mu\u0308ll]er'],
    ['hanoi', 'noi', 'ha[noi]'],
    ['to do today', '"to do"', '[to] [do] today'],
    ['plan of ana', 'from:ana -plan of', 'plan [of] [ana]'],
    ['planplan', 'plan lanp', '[planp]lan'],
    ['nothing here', 'else', 'nothing here'],
    ['nothing here', 'has:attachment', 'nothing here'],
  ])('%j for %j is %j', (text, question, expected) => {
    expect(marked(text, question)).toBe(expected)
  })

  it('is marked at the beginning of words only, where text is not found inside them', () => {
    expect(marked('hanoi noise', 'noi', false)).toBe('hanoi [noi]se')
  })
})
