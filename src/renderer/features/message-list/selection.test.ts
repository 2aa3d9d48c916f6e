import { describe, expect, it } from 'vitest'
import { insertedAbove, neighbour, rangeBetween, toggled } from './selection.ts'

const IDS = ['a', 'b', 'c', 'd']

describe('a range', () => {
  it('runs either way and holds both ends', () => {
    expect(rangeBetween(IDS, 'b', 'd')).toEqual(['b', 'c', 'd'])
    expect(rangeBetween(IDS, 'c', 'a')).toEqual(['a', 'b', 'c'])
  })

  it('is one row without a beginning, or when the beginning has gone', () => {
    expect(rangeBetween(IDS, null, 'c')).toEqual(['c'])
    expect(rangeBetween(IDS, 'x', 'c')).toEqual(['c'])
  })
})

describe('ticking', () => {
  it('puts in and takes out without touching the old set', () => {
    const before = new Set(['a'])
    expect([...toggled(before, 'b')]).toEqual(['a', 'b'])
    expect([...toggled(before, 'a')]).toEqual([])
    expect([...before]).toEqual(['a'])
  })
})

describe('the next row', () => {
  it('stops at both ends', () => {
    expect(neighbour(IDS, 'd', 1)).toBe('d')
    expect(neighbour(IDS, 'a', -1)).toBe('a')
  })

  it('is the first when no row is current', () => {
    expect(neighbour(IDS, null, 1)).toBe('a')
    expect(neighbour(IDS, 'gone', -1)).toBe('a')
    expect(neighbour([], null, 1)).toBeNull()
  })
})

describe('new mail above', () => {
  it('is as many rows as the top one moved down', () => {
    expect(insertedAbove(['x', 'y', ...IDS], 'b', 1)).toBe(2)
    expect(insertedAbove(IDS, 'b', 1)).toBe(0)
    expect(insertedAbove(['c', 'd'], 'b', 1)).toBe(0)
  })
})
