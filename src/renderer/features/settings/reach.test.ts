import { describe, expect, it } from 'vitest'
import { choicesWith, KEEP_CHOICES, keepsLess, reachDate, reachOf } from './reach.ts'

describe('how far back mail is kept', () => {
  it('is less only where older mail goes away', () => {
    expect(keepsLess(null, 365)).toBe(true)
    expect(keepsLess(365, 30)).toBe(true)
    expect(keepsLess(30, 365)).toBe(false)
    expect(keepsLess(30, null)).toBe(false)
    expect(keepsLess(null, null)).toBe(false)
  })

  it('begins at the start of a day, whatever the time is', () => {
    const border = reachOf(90, new Date('2026-11-21T23:59:00Z'))
    expect(border.toISOString()).toBe('2026-08-23T00:00:00.000Z')
    expect(reachOf(90, new Date('2026-11-21T00:00:00Z'))).toEqual(border)
  })

  it('is said as that day, also west of Greenwich', () => {
    expect(reachDate(new Date('2026-08-23T00:00:00Z'), 'en-US')).toBe('August 23, 2026')
    expect(reachDate(new Date('2026-08-23T00:00:00Z'), 'es')).toBe('23 de agosto de 2026')
  })

  it('shows a choice that was made elsewhere in its place', () => {
    expect(choicesWith(KEEP_CHOICES, 365)).toBe(KEEP_CHOICES)
    expect(choicesWith(KEEP_CHOICES, 180)).toEqual([null, 1095, 365, 180, 90, 30])
  })
})
