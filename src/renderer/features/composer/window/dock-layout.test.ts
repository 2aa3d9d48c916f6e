import { describe, expect, it } from 'vitest'
import { getExpandedKeys, getFreeWidth, type ComposerLayout } from './dock-layout.ts'

const composers = (...layouts: ComposerLayout[]) =>
  layouts.map((layout, index) => ({ key: `c${index + 1}`, layout }))

describe('getExpandedKeys', () => {
  it('stands two side by side where there is room', () => {
    expect([...getExpandedKeys(composers('docked', 'docked'), 'c2', 1280)]).toEqual(['c2', 'c1'])
  })

  it('keeps only the active one open on a narrow page', () => {
    expect([...getExpandedKeys(composers('docked', 'docked', 'docked'), 'c1', 900)]).toEqual(['c1'])
  })

  it('keeps one open even where it hardly fits', () => {
    expect([...getExpandedKeys(composers('docked'), 'c1', 400)]).toEqual(['c1'])
  })

  it('never opens one that was minimised', () => {
    expect([...getExpandedKeys(composers('minimised', 'docked'), null, 1280)]).toEqual(['c2'])
  })
})

describe('getFreeWidth', () => {
  it('is the whole page where nothing is written', () => {
    expect(getFreeWidth([], null, 900)).toBe(888)
  })

  it('is what an open composer leaves', () => {
    expect(getFreeWidth(composers('docked'), 'c1', 900)).toBe(316)
    expect(getFreeWidth(composers('docked', 'docked'), 'c1', 1280)).toBe(124)
  })

  it('is nothing under one that fills the page', () => {
    expect(getFreeWidth(composers('full'), 'c1', 1280)).toBe(0)
  })
})
