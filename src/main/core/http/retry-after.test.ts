import { describe, expect, it } from 'vitest'
import { LONGEST_WAIT_MS, parseRetryAfter, retryAfterOf } from './retry-after.ts'

const NOW = Date.UTC(2026, 2, 14, 9, 26, 53)

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['-30', 0],
    ['1.5', 1_500],
    ['0.0001', 1],
    ['Sat, 14 Mar 2026 09:27:13 GMT', 20_000],
    ['Saturday, 14-Mar-26 09:27:13 GMT', 20_000],
    ['Sat Mar 14 09:27:13 2026', 20_000],
    ['2026-03-14T09:27:13Z', 20_000],
    ['2026-03-14T10:27:13.500+01:00', 20_500],
    ['Sat, 14 Mar 2026 09:26:33 GMT', 0],
    ['99999999999', LONGEST_WAIT_MS],
    ['9'.repeat(400), LONGEST_WAIT_MS],
    ['Fri, 31 Dec 9999 23:59:59 GMT', LONGEST_WAIT_MS],
    ['', null],
    ['soon', null],
    ['7 seconds', null],
    ['1,5', null],
    ['NaN', null],
    ['Infinity', null],
    ['99:99:99', null],
    [null, null],
    [undefined, null],
  ])('%s is %s ms', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected)
  })
})

describe('how long an answer asks to wait', () => {
  const of = (fields: Record<string, string>, hints: (number | null)[] = []) =>
    retryAfterOf((name) => fields[name] ?? null, NOW, hints)

  it('is nothing where nobody says', () => {
    expect(of({})).toBeNull()
    expect(of({ 'retry-after': 'soon' }, [null])).toBeNull()
  })

  it('is read from Microsoft’s exact headers', () => {
    expect(of({ 'x-ms-retry-after-ms': '1250' })).toBe(1_250)
    expect(of({ 'retry-after-ms': '80.5' })).toBe(81)
    expect(of({ 'x-ms-retry-after-ms': '-4' })).toBe(0)
    expect(of({ 'x-ms-retry-after-ms': '1e99' })).toBeNull()
    expect(of({ 'x-ms-retry-after-ms': '99999999999999' })).toBe(LONGEST_WAIT_MS)
  })

  it('is the longest where header and body both speak', () => {
    expect(of({ 'retry-after': '2', 'x-ms-retry-after-ms': '1900' })).toBe(2_000)
    expect(of({ 'retry-after': '2' }, [600_000])).toBe(600_000)
    expect(of({ 'retry-after': '30' }, [1_000, null])).toBe(30_000)
  })
})
