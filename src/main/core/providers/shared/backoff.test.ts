import { describe, expect, it } from 'vitest'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { createBackoff } from './backoff.ts'

function testBackoff(random: () => number = () => 0.999) {
  const clock = frozenClock()
  const pause = createBackoff({ clock, random, recoveryPerSuccess: 0.5 })
  const left = () => Math.round(pause.until() - clock.now())
  return { clock, pause, left }
}

describe('the pause after a refusal', () => {
  it('is as long as the server says', () => {
    const { pause, left } = testBackoff()
    pause.throttled(30_000)
    expect(left()).toBe(30_000)
  })

  it('is never longer than an hour, whatever the server says', () => {
    const { pause, left } = testBackoff()
    pause.throttled(Number.MAX_SAFE_INTEGER)
    expect(left()).toBe(3_600_000)
    pause.throttled(Infinity)
    expect(left()).toBe(3_600_000)
  })

  it('is not cut short by a later refusal that asks for less', () => {
    const { clock, pause, left } = testBackoff()
    pause.throttled(30_000)
    clock.advance(1_000)
    pause.throttled(2_000)
    expect(left()).toBe(29_000)
  })

  it.each([null, 0, -1])('grows where the server says %s, up to a bound', (said) => {
    const { clock, pause, left } = testBackoff()
    const pauses = Array.from({ length: 10 }, () => {
      pause.throttled(said)
      const now = left()
      clock.advance(now)
      return now
    })
    expect(pauses.slice(0, 3)).toEqual([750, 1_249, 2_248])
    expect(new Set(pauses.slice(5)).size).toBe(1)
    expect(pauses.at(-1)).toBeLessThan(16_500)
  })

  it('is spread over its whole length, so that accounts do not come back together', () => {
    const least = testBackoff(() => 0)
    const most = testBackoff(() => 0.999)
    for (let i = 0; i < 6; i += 1) {
      least.pause.throttled(null)
      most.pause.throttled(null)
    }
    expect(least.left()).toBe(250)
    expect(most.left()).toBeGreaterThan(16_000)
  })

  it('shrinks again with every answer', () => {
    const { clock, pause, left } = testBackoff()
    for (let i = 0; i < 6; i += 1) pause.throttled(null)
    clock.advance(left())
    for (let i = 0; i < 20; i += 1) pause.succeeded()
    pause.throttled(null)
    expect(left()).toBe(750)
  })
})
