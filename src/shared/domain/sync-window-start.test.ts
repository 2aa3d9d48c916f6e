import { describe, expect, it } from 'vitest'
import { syncWindowStart } from './sync-window-start.ts'

const NOW = Date.parse('2026-11-21T16:00:35Z')

describe('the border of so many days', () => {
  it('is the beginning of a day, whenever on a day it is asked for', () => {
    expect(syncWindowStart(NOW, 30)).toBe(Date.parse('2026-10-22T00:00:00Z'))
    expect(syncWindowStart(NOW + 7 * 3_600_000, 30)).toBe(syncWindowStart(NOW, 30))
  })

  it('is none where it would lie before all mail', () => {
    expect(syncWindowStart(NOW, 36_500)).toBeNull()
    expect(syncWindowStart(0, 1)).toBeNull()
  })
})
