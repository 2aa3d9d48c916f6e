import { describe, expect, it } from 'vitest'
import { formatFullDate, formatShortDate, formatTimeAgo } from './dates.ts'

const NOW = new Date(2026, 2, 12, 18, 0)
const iso = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

describe('the date of a row', () => {
  it('is the time today', () => {
    expect(formatShortDate(iso(2026, 2, 12, 10, 42), NOW, 'en-GB')).toBe('10:42')
    expect(formatShortDate(iso(2026, 2, 12, 7, 7), NOW, 'en-GB')).toBe('07:07')
    expect(formatShortDate(iso(2026, 2, 12, 7, 7), NOW, 'en-US')).toMatch(/^7:07\sAM$/u)
  })

  it('is the weekday within a week, by calendar days and not by hours', () => {
    expect(formatShortDate(iso(2026, 2, 11, 23, 59), NOW, 'en-GB')).toBe('Wed')
    expect(formatShortDate(iso(2026, 2, 6, 0, 1), NOW, 'es')).toBe('vie')
  })

  it('is day and month within the year', () => {
    expect(formatShortDate(iso(2026, 2, 5, 12, 0), NOW, 'en-GB')).toBe('5 Mar')
    expect(formatShortDate(iso(2026, 0, 2, 12, 0), NOW, 'es')).toBe('2 ene')
  })

  it('is the whole date before that', () => {
    expect(formatShortDate(iso(2025, 10, 30, 12, 0), NOW, 'en-GB')).toBe('30/11/25')
  })

  it('is never a weekday for a date in the future', () => {
    expect(formatShortDate(iso(2026, 2, 14, 12, 0), NOW, 'en-GB')).toBe('14 Mar')
  })
})

describe('longer forms', () => {
  it('writes the whole moment', () => {
    expect(formatFullDate(iso(2026, 2, 12, 10, 42), 'en-GB')).toMatch(
      /Thu.* 12 March 2026.* 10:42/u,
    )
  })

  it('says how long ago in the largest unit that fits', () => {
    expect(formatTimeAgo(iso(2026, 2, 12, 17, 57), NOW, 'en')).toBe('3 minutes ago')
    expect(formatTimeAgo(iso(2026, 2, 12, 15, 0), NOW, 'en')).toBe('3 hours ago')
    expect(formatTimeAgo(iso(2026, 2, 11, 15, 0), NOW, 'en')).toBe('yesterday')
  })
})
