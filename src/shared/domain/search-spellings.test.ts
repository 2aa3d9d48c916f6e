import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'
import { isNumberTogether, searchableWords, spellings } from './search-spellings.ts'

describe('searchableWords', () => {
  it.each([
    ['Müller', 'muller · mueller'],
    ['Mu\u0308ller', 'muller · mueller'],
    ['Mueller', 'mueller'],
    ['Ågård', 'agard · aagaard'],
    ['Đoković', 'dokovic · djokovic'],
    ['E-Mail', 'e mail · email'],
    ['+49 (0)170 123-4567', '49 0 170 123 4567 · 491701234567 1234567'],
    ['to ana+shop@x.example.', 'to ana shop x example · ana·shop·x·example shop·x·example'],
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

describe('spellings', () => {
  it.each([
    ['ana', [['ana']]],
    ['Müller', [['muller'], ['mueller']]],
    ['e-mail', [['e', 'mail'], ['email']]],
    ['0171 1234567', [['0171', '1234567'], ['01711234567']]],
    ['plan_v2.pdf', [['plan', 'v2', 'pdf']]],
    ['ana@x.example', [['ana·x·example']]],
    ['<ana@x.ex', [['ana·x·ex']]],
    ['ana@', [['ana']]],
    ['+', []],
  ])('of %j are %j', (typed, ways) => {
    expect(spellings(typed)).toEqual(ways)
  })

  it('of a word that stands in a text are words of that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const words = ` ${searchableWords(text)} `
        for (const typed of text.split(/\s+/u)) {
          const ways = spellings(typed)
          const isFound = ways.some((way) => words.includes(` ${way.join(' ')} `))
          expect(ways.length === 0 || isFound, JSON.stringify(ways)).toBe(true)
        }
      }),
      { seed: 2, numRuns: 500 },
    )
  })
})

describe('words typed one after the other', () => {
  it('are one telephone number, or are not', () => {
    expect(isNumberTogether(['0171', '1234567'])).toBe(true)
    expect(isNumberTogether(['room', '1234567'])).toBe(false)
    expect(isNumberTogether(['2026', '12'])).toBe(false)
  })
})
