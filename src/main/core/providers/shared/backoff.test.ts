import { describe, expect, it } from 'vitest'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { createBackoff } from './backoff.ts'

function testBackoff(random: () => number = () => 0.999) {
  const clock = frozenClock()
  const backoff = createBackoff({ clock, random })
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

  it('delays nobody else for two refusals without Retry-After', () => {
    const { backoff, remaining } = testBackoff()
    backoff.throttled(null)
    backoff.throttled(null)
    expect(remaining()).toBeLessThanOrEqual(0)
  })

  it('never begins while successes come between the refusals', () => {
    const { backoff, remaining } = testBackoff()
    for (let i = 0; i < 30; i += 1) {
      backoff.throttled(null)
      backoff.throttled(null)
      backoff.succeeded()
    }
    expect(remaining()).toBeLessThanOrEqual(0)
  })

  it.each([null, 0, -1])('grows up to a maximum if Retry-After is %s', (retryAfterMs) => {
    const { clock, backoff, remaining } = testBackoff()
    const waits = Array.from({ length: 10 }, () => {
      backoff.throttled(retryAfterMs)
      const now = remaining()
      clock.advance(now)
      return now
    })
    expect(waits.slice(0, 5)).toEqual([0, 0, 1_249, 2_248, 4_246])
    expect(new Set(waits.slice(6)).size).toBe(1)
    expect(waits.at(-1)).toBeLessThan(16_500)
  })

  it('is random over its whole length, so that accounts do not retry at the same time', () => {
    const least = testBackoff(() => 0)
    const most = testBackoff(() => 0.999)
    for (let i = 0; i < 7; i += 1) {
      least.backoff.throttled(null)
      most.backoff.throttled(null)
    }
    expect(least.remaining()).toBe(250)
    expect(most.remaining()).toBeGreaterThan(16_000)
  })

  it('begins anew after a successful response', () => {
    const { clock, backoff, remaining } = testBackoff()
    for (let i = 0; i < 7; i += 1) backoff.throttled(null)
    clock.advance(remaining())
    backoff.succeeded()
    for (let i = 0; i < 3; i += 1) backoff.throttled(null)
    expect(remaining()).toBe(1_249)
  })
})
