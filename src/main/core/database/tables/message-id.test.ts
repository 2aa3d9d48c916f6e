import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextMessageId, proposedMessageId } from './message-id.ts'

const SECOND = 2 ** 21

describe('message ids', () => {
  it('follow the date, are safe integers, and are the same every time', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double(), (account, message, date) => {
        const id = proposedMessageId(account, message, date)
        expect(Number.isSafeInteger(id)).toBe(true)
        expect(id).toBeGreaterThanOrEqual(0)
        expect(proposedMessageId(account, message, date)).toBe(id)
        expect(proposedMessageId('other', 'message', date + 1000)).toBeGreaterThanOrEqual(
          id - (id % SECOND),
        )
      }),
      { seed: 4 },
    )
  })

  it.each([
    [-1, 0],
    [Number.NaN, 0],
    [1999, 1],
    [2 ** 32 * 1000, 2 ** 32 - 1],
    [Number.POSITIVE_INFINITY, 0],
  ])('puts the date %d into second %d', (date, second) => {
    expect(Math.floor(proposedMessageId('a', 'm', date) / SECOND)).toBe(second)
  })

  it('step on within their second and come around', () => {
    const last = 7 * SECOND + (SECOND - 1)
    expect(nextMessageId(last - 1)).toBe(last)
    expect(nextMessageId(last)).toBe(7 * SECOND)
    expect(nextMessageId(2 ** 53 - 1)).toBe(2 ** 53 - SECOND)
  })

  it('spread evenly over their second', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => proposedMessageId('a', `id-${n}`, 0))
    const buckets = Map.groupBy(ids, (id) => Math.floor((id % SECOND) / (SECOND / 16)))
    expect(buckets.size).toBe(16)
    for (const bucket of buckets.values()) expect(Math.abs(bucket.length - 625)).toBeLessThan(150)
  })
})
