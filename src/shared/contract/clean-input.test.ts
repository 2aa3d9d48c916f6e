import { describe, expect, it } from 'vitest'
import { checkDepth, cleanInput } from './clean-input.ts'

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value }
  return value
}

describe('input from outside', () => {
  it('may be 32 levels deep and no deeper, however deep it is', () => {
    expect(() => checkDepth(nested(32))).not.toThrow()
    for (const depth of [33, 5_000, 200_000]) {
      expect(() => checkDepth(nested(depth))).toThrow(/nested more than 32 levels/u)
    }
  })

  it('loses U+0000 and unpaired surrogates in every text, and nothing else', () => {
    expect(cleanInput({ name: 'A\0na', list: ['x\uD800', '👍', 1, null] })).toEqual({
      name: 'Ana',
      list: ['x\uFFFD', '👍', 1, null],
    })
  })

  it('is the same value where nothing has to be cleaned; bytes are left alone', () => {
    const value = { name: 'Ana', bytes: new Uint8Array([0, 1]), deep: { list: ['a'] } }
    expect(cleanInput(value)).toBe(value)
  })
})
