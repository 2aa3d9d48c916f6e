import { describe, expect, it } from 'vitest'
import {
  withCurrentChoice,
  SYNC_DAYS_CHOICES,
  isShorterWindow,
  formatWindowStart,
  getWindowStart,
} from './sync-window.ts'

describe('how far back mail is kept', () => {
  it('is less only where older mail goes away', () => {
    expect(isShorterWindow(null, 365)).toBe(true)
    expect(isShorterWindow(365, 30)).toBe(true)
    expect(isShorterWindow(30, 365)).toBe(false)
    expect(isShorterWindow(30, null)).toBe(false)
    expect(isShorterWindow(null, null)).toBe(false)
  })

  it('begins at the start of a day, whatever the time is', () => {
    const border = getWindowStart(90, new Date('2026-11-21T23:59:00Z'))
    expect(border.toISOString()).toBe('2026-08-23T00:00:00.000Z')
    expect(getWindowStart(90, new Date('2026-11-21T00:00:00Z'))).toEqual(border)
  })

  it('is said as that day, also west of Greenwich', () => {
    expect(formatWindowStart(new Date('2026-08-23T00:00:00Z'), 'en-US')).toBe('August 23, 2026')
    expect(formatWindowStart(new Date('2026-08-23T00:00:00Z'), 'es')).toBe('23 de agosto de 2026')
  })

  it('shows a choice that was made elsewhere in its place', () => {
    expect(withCurrentChoice(SYNC_DAYS_CHOICES, 365)).toBe(SYNC_DAYS_CHOICES)
    expect(withCurrentChoice(SYNC_DAYS_CHOICES, 180)).toEqual([null, 1095, 365, 180, 90, 30])
  })
})
