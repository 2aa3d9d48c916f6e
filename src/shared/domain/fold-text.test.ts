import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldedWords, foldText } from './fold-text.ts'

describe('foldText', () => {
  it.each([
    ['Łódź, Ørsted; ĐẶNG', 'lodz orsted dang'],
    ['straße STRASSE ẞ', 'strasse strasse ss'],
    ['ﬁ ﬀ Æsop Œuvre Þór ð', 'fi ff aesop oeuvre thor d'],
    ['Ёлка ёлка', 'елка елка'],
    ['Ελλάδα ΟΔΟΣ', 'ελλαδα οδοσ'],
    ["O'Brien O’Brien Hawaiʻi", 'obrien obrien hawaii'],
    ["'quoted' rock'n'roll", 'quoted rocknroll'],
    ['Hà Nội', 'ha noi'],
    ['İstanbul ısı', 'istanbul isi'],
    ['京都市', '京都 都市 市'],
    ['東京Tower', '東京 京 tower'],
    ['ﾊﾞｽ', 'ハス ス'],
    ['１２３ ①', '123 1'],
    ['ana.ruiz@example.com', 'ana ruiz example com'],
    ['100% "AND" *', '100 and'],
    [' \t\r\n ', ''],
    ['', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  it('cuts endless words, in any alphabet', () => {
    expect(foldText('x'.repeat(500))).toBe('x'.repeat(64))
    expect(foldText(`a ${'я'.repeat(65)} b`)).toBe(`a ${'я'.repeat(64)} b`)
  })

  it('finds the same when it is folded twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const once = foldedWords(text)
        const twice = foldedWords(foldText(text))
        // Each asks for the start of some word of the other.
        const covers = (asked: string[], words: string[]) =>
          asked.every((ask) => words.some((word) => word.startsWith(ask)))
        expect(covers(twice, once)).toBe(true)
        expect(covers(once, twice)).toBe(true)
      }),
      { seed: 1, numRuns: 3000 },
    )
  })

  it('leaves nothing that a query language could read as its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const folded = foldText(text)
        expect(folded).toMatch(/^[\p{L}\p{N} ]*$/u)
        expect(folded).not.toMatch(/^ | {2}| $/u)
        expect(folded).toBe(folded.toLowerCase())
      }),
      { seed: 2, numRuns: 3000 },
    )
  })
})

describe('foldedWords', () => {
  it('names each word once, in order', () => {
    expect(foldedWords('b A b a')).toEqual(['b', 'a'])
    expect(foldedWords('%')).toEqual([])
  })
})
