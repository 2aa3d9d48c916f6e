import { describe, expect, it } from 'vitest'
import { openComposers, roomBeside, type ComposerLayout } from './dock.ts'

const composers = (...layouts: ComposerLayout[]) =>
  layouts.map((layout, index) => ({ key: `c${index + 1}`, layout }))

describe('openComposers', () => {
  it('stands two side by side where there is room', () => {
    expect([...openComposers(composers('docked', 'docked'), 'c2', 1280)]).toEqual(['c2', 'c1'])
  })

  it('keeps only the active one open on a narrow page', () => {
    expect([...openComposers(composers('docked', 'docked', 'docked'), 'c1', 900)]).toEqual(['c1'])
  })

  it('keeps one open even where it hardly fits', () => {
    expect([...openComposers(composers('docked'), 'c1', 400)]).toEqual(['c1'])
  })

  it('never opens one that was minimised', () => {
    expect([...openComposers(composers('minimised', 'docked'), null, 1280)]).toEqual(['c2'])
  })
})

describe('roomBeside', () => {
  it('is the whole page where nothing is written', () => {
    expect(roomBeside([], null, 900)).toBe(888)
  })

  it('is what an open composer leaves', () => {
    expect(roomBeside(composers('docked'), 'c1', 900)).toBe(316)
    expect(roomBeside(composers('docked', 'docked'), 'c1', 1280)).toBe(124)
  })

  it('is nothing under one that fills the page', () => {
    expect(roomBeside(composers('full'), 'c1', 1280)).toBe(0)
  })
})
