import { describe, expect, it } from 'vitest'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { createBackoff } from './backoff.ts'

function testBackoff(random: () => number = () => 0.999) {
  const clock = frozenClock()
  const backoff = createBackoff({ clock, random, recoveryPerSuccess: 0.5 })
  const remaining = () => Math.round(backoff.until() - clock.now())
  return { clock, backoff, remaining }
}

describe('the backoff after a refused request', () => {
  it('lasts as long as the server’s Retry-After', () => {
    const { backoff, remaining } = testBackoff()
    backoff.throttled(30_000)
    expect(remaining()).toBe(30_000)
  })

  it('is never longer than an hour, whatever the server says', () => {
    const { backoff, remaining } = testBackoff()
    backoff.throttled(Number.MAX_SAFE_INTEGER)
    expect(remaining()).toBe(3_600_000)
    backoff.throttled(Infinity)
    expect(remaining()).toBe(3_600_000)
  })

  it('is not shortened by a later refusal with a shorter Retry-After', () => {
    const { clock, backoff, remaining } = testBackoff()
    backoff.throttled(30_000)
    clock.advance(1_000)
    backoff.throttled(2_000)
    expect(remaining()).toBe(29_000)
  })

  it.each([null, 0, -1])('grows up to a maximum if Retry-After is %s', (retryAfterMs) => {
    const { clock, backoff, remaining } = testBackoff()
    const waits = Array.from({ length: 10 }, () => {
      backoff.throttled(retryAfterMs)
      const now = remaining()
      clock.advance(now)
      return now
    })
    expect(waits.slice(0, 3)).toEqual([750, 1_249, 2_248])
    expect(new Set(waits.slice(5)).size).toBe(1)
    expect(waits.at(-1)).toBeLessThan(16_500)
  })

  it('is random over its whole length, so that accounts do not retry at the same time', () => {
    const least = testBackoff(() => 0)
    const most = testBackoff(() => 0.999)
    for (let i = 0; i < 6; i += 1) {
      least.backoff.throttled(null)
      most.backoff.throttled(null)
    }
    expect(least.remaining()).toBe(250)
    expect(most.remaining()).toBeGreaterThan(16_000)
  })

  it('gets shorter with every successful response', () => {
    const { clock, backoff, remaining } = testBackoff()
    for (let i = 0; i < 6; i += 1) backoff.throttled(null)
    clock.advance(remaining())
    for (let i = 0; i < 20; i += 1) backoff.succeeded()
    backoff.throttled(null)
    expect(remaining()).toBe(750)
  })
})
