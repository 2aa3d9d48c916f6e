import { describe, expect, it } from 'vitest'
import { formatChord, createKeyMatcher } from './key-matcher.ts'

const press = (key: string, change = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
})

describe('the name of a key press', () => {
  it.each([
    [press('j'), 'j'],
    [press('I', { shiftKey: true }), 'Shift+i'],
    [press('J'), 'j'],
    [press('?', { shiftKey: true }), '?'],
    [press('k', { ctrlKey: true }), 'Mod+k'],
    [press('k', { metaKey: true }), 'Mod+k'],
    [press('Enter', { shiftKey: true }), 'Shift+Enter'],
    [press('Shift', { shiftKey: true }), null],
  ])('%j is %s', (event, chord) => {
    expect(formatChord(event)).toBe(chord)
  })
})

describe('finding the command', () => {
  const bindings = [
    { id: 'inbox', keys: ['g i'] },
    { id: 'star', keys: ['g s'] },
    { id: 'next', keys: ['j', 'ArrowDown'] },
    { id: 'mark', keys: ['Shift+i'] },
  ] as const
  const matcher = () => {
    const clock = { now: 0 }
    return { clock, match: createKeyMatcher(bindings, () => clock.now) }
  }

  it('knows every key of a command', () => {
    const { match } = matcher()
    expect(match('j')).toEqual({ id: 'next' })
    expect(match('ArrowDown')).toEqual({ id: 'next' })
    expect(match('q')).toBeNull()
  })

  it('waits for the second key of a sequence', () => {
    const { match } = matcher()
    expect(match('g')).toBe('prefix')
    expect(match('s')).toEqual({ id: 'star' })
    expect(match('s')).toBeNull()
  })

  it('forgets a sequence that was left', () => {
    const { match, clock } = matcher()
    match('g')
    clock.now = 1501
    expect(match('i')).toBeNull()
  })

  it('takes a key that ends no sequence for itself', () => {
    const { match } = matcher()
    match('g')
    expect(match('j')).toEqual({ id: 'next' })
  })
})
