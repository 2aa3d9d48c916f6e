import { describe, expect, it } from 'vitest'
import { countInsertedAbove, findNeighbour, getIdRange, toggleId } from './selection.ts'

const IDS = ['a', 'b', 'c', 'd']

describe('a range', () => {
  it('runs either way and holds both ends', () => {
    expect(getIdRange(IDS, 'b', 'd')).toEqual(['b', 'c', 'd'])
    expect(getIdRange(IDS, 'c', 'a')).toEqual(['a', 'b', 'c'])
  })

  it('is one row without a beginning, or when the beginning has gone', () => {
    expect(getIdRange(IDS, null, 'c')).toEqual(['c'])
    expect(getIdRange(IDS, 'x', 'c')).toEqual(['c'])
  })
})

describe('ticking', () => {
  it('puts in and takes out without touching the old set', () => {
    const before = new Set(['a'])
    expect([...toggleId(before, 'b')]).toEqual(['a', 'b'])
    expect([...toggleId(before, 'a')]).toEqual([])
    expect([...before]).toEqual(['a'])
  })
})

describe('the next row', () => {
  it('stops at both ends', () => {
    expect(findNeighbour(IDS, 'd', 1)).toBe('d')
    expect(findNeighbour(IDS, 'a', -1)).toBe('a')
  })

  it('is the first when no row is current', () => {
    expect(findNeighbour(IDS, null, 1)).toBe('a')
    expect(findNeighbour(IDS, 'gone', -1)).toBe('a')
    expect(findNeighbour([], null, 1)).toBeNull()
  })
})

describe('new mail above', () => {
  it('is as many rows as the top one moved down', () => {
    expect(countInsertedAbove(['x', 'y', ...IDS], 'b', 1)).toBe(2)
    expect(countInsertedAbove(IDS, 'b', 1)).toBe(0)
    expect(countInsertedAbove(['c', 'd'], 'b', 1)).toBe(0)
  })
})
