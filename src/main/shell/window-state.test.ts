import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_WINDOW_STATE,
  fitToScreens,
  MINIMUM_SIZE,
  parseWindowState,
} from './window-state.ts'

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 }
const RIGHT = { x: 1920, y: 0, width: 1280, height: 1024 }
const state = { width: 1000, height: 700, position: { x: 2000, y: 50 }, maximised: true }

describe('the remembered window', () => {
  it('comes back as it was written', () => {
    expect(parseWindowState(JSON.stringify(state))).toEqual(state)
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"width":"1"}',
    '{"width":-1,"height":5}',
    '{"width":1e9,"height":1}',
  ])('is the default for %j', (text) =>
    expect(parseWindowState(text)).toEqual(DEFAULT_WINDOW_STATE),
  )

  it('is never too small to use, whatever stands in the file', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (text, position) => {
        for (const source of [text, JSON.stringify({ width: 1, height: 1, position })]) {
          const { width, height } = parseWindowState(source)
          expect(width).toBeGreaterThanOrEqual(MINIMUM_SIZE.width)
          expect(height).toBeGreaterThanOrEqual(MINIMUM_SIZE.height)
        }
      }),
      { seed: 3 },
    )
  })

  it('stays on a screen that is there', () => {
    expect(fitToScreens(state, [SCREEN, RIGHT])).toEqual(state)
  })

  it('comes to the middle of another where its screen is gone', () => {
    expect(fitToScreens(state, [SCREEN])).toEqual({ ...state, position: null })
    const above = { ...state, position: { x: 100, y: -900 } }
    expect(fitToScreens(above, [SCREEN]).position).toBeNull()
  })

  it('shrinks to the screen it is on', () => {
    const wide = { ...state, width: 3000, height: 2000 }
    expect(fitToScreens(wide, [SCREEN, RIGHT])).toMatchObject({ width: 1280, height: 1024 })
  })
})
