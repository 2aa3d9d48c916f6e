import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'
import { searchableWords, searchTerms } from './search-spellings.ts'

describe('searchableWords', () => {
  it.each([
    ['Müller', 'muller mueller'],
    ['Mu\u0308ller', 'muller mueller'],
    ['Mueller', 'mueller'],
    ['Ågård', 'agard aagaard'],
    ['Đoković', 'dokovic djokovic'],
    ['E-Mail', 'e mail email'],
    ['+49 (0)170 123-4567', '49 0 170 123 4567 491701234567 1234567'],
    ['12 34', '12 34'],
    ['Daten\u00adschutz', 'datenschutz'],
  ])('of %j are %j', (text, words) => {
    expect(searchableWords(text)).toBe(words)
  })

  it('are the folded words alone where no letter of another alphabet, hyphen or number stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z .,:;'!?\n]*$/u), (text) => {
        expect(searchableWords(text)).toBe(foldText(text))
      }),
      { seed: 1, numRuns: 1000 },
    )
  })
})

describe('searchTerms', () => {
  it.each([
    ['ana ruiz', [[['ana']], [['ruiz']]]],
    ['blue poem', [[['blue']], [['poem']]]],
    ['Müller', [[['muller'], ['mueller']]]],
    ['e-mail', [[['e', 'mail'], ['email']]]],
    ['0171 1234567', [[['0171', '1234567'], ['01711234567']]]],
    ['a A a', [[['a']]]],
    ['+ - "', []],
  ])('of %j are %j', (query, terms) => {
    expect(searchTerms(query)).toEqual(terms)
  })

  it('of a text are all found in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const words = searchableWords(text).split(' ')
        for (const term of searchTerms(text)) {
          const isFound = term.some((way) =>
            way.every((asked) => words.some((word) => word.startsWith(asked))),
          )
          expect(isFound, JSON.stringify(term)).toBe(true)
        }
      }),
      { seed: 2, numRuns: 500 },
    )
  })
})
