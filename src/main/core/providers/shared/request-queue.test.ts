import { describe, expect, it } from 'vitest'
import { virtualClock } from '../../../../../tests/support/virtual-clock.ts'
import { createRequestQueue, type AcquireOptions, type QueueDecision } from './request-queue.ts'

/** A line in front of a number of places, where a request takes as many as it says. */
function queueWithSlots(count: number) {
  const clock = virtualClock()
  const state = { free: count, closedUntil: 0 }
  const line = createRequestQueue<number, number>({
    clock,
    waitTooLongMessage: 'Not now.',
    decide(request, _priority, now): QueueDecision<number> {
      if (now < state.closedUntil) return { kind: 'wait', untilMs: state.closedUntil }
      if (request > state.free) return { kind: 'stay' }
      state.free -= request
      return { kind: 'grant', granted: request }
    },
  })
  const granted: string[] = []
  const join = (name: string, request = 1, options: Partial<AcquireOptions> = {}) => {
    const joined = line.enqueue(request, { priority: 'background', ...options })
    void joined.then(
      () => granted.push(name),
      () => undefined,
    )
    return joined
  }
  const release = (request: number): void => {
    state.free += request
    line.advance()
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { clock, state, line, granted, join, release, settle }
}

const forUser = { priority: 'user' } as const

describe('the line in front of a provider’s limits', () => {
  it('lets the person go first, and each in the order they came', async () => {
    const { granted, join, release, settle } = queueWithSlots(0)
    for (const name of ['a', 'b']) void join(name)
    for (const name of ['click 1', 'click 2']) void join(name, 1, forUser)
    release(4)
    await settle()
    expect(granted).toEqual(['click 1', 'click 2', 'a', 'b'])
  })

  it('lets nothing small overtake what is large, of the person or not', async () => {
    const { granted, join, release, settle } = queueWithSlots(1)
    void join('large', 3)
    void join('small', 1)
    await settle()
    expect(granted).toEqual([])
    void join('large click', 4, forUser)
    release(2)
    await settle()
    expect(granted).toEqual([])
    release(1)
    await settle()
    expect(granted).toEqual(['large click'])
    release(4)
    await settle()
    expect(granted).toEqual(['large click', 'large', 'small'])
  })

  it('goes on where the one in front no longer wants to wait', async () => {
    const { granted, join, settle } = queueWithSlots(1)
    const stop = new AbortController()
    const large = join('large', 3, { signal: stop.signal })
    void join('small', 1)
    await settle()
    expect(granted).toEqual([])
    stop.abort(new Error('No longer wanted'))
    await expect(large).rejects.toThrow('No longer wanted')
    await settle()
    expect(granted).toEqual(['small'])
  })

  it('keeps the others where one in the middle leaves, and forgets who left', async () => {
    const { granted, join, line, release, settle } = queueWithSlots(0)
    const stops = Array.from({ length: 50 }, () => new AbortController())
    const joined = stops.map(({ signal }, index) => join(`${index}`, 1, { signal }))
    for (const [index, stop] of stops.entries()) if (index % 2 === 0) stop.abort(new Error('gone'))
    await Promise.allSettled(joined.filter((_, index) => index % 2 === 0))
    expect(line.length('background')).toBe(25)
    release(50)
    await settle()
    expect(granted).toEqual(stops.flatMap((_, index) => (index % 2 === 1 ? [`${index}`] : [])))
    expect(line.length('background')).toBe(0)
  })

  it('takes nobody in who has left already', () => {
    const { join, line } = queueWithSlots(0)
    expect(() => join('late', 1, { signal: AbortSignal.abort(new Error('gone')) })).toThrow('gone')
    expect(line.length('background')).toBe(0)
  })

  it('does not take back what was granted when its signal is aborted later', async () => {
    const { granted, join, settle } = queueWithSlots(2)
    const stop = new AbortController()
    await join('granted', 1, { signal: stop.signal })
    stop.abort(new Error('too late'))
    void join('next')
    await settle()
    expect(granted).toEqual(['granted', 'next'])
  })

  it('looks again at the time it was told, and says so when that is more than a moment away', async () => {
    const { clock, state, join } = queueWithSlots(1)
    const began = clock.now()
    const told: number[] = []
    state.closedUntil = began + 1_500
    await clock.run(join('soon', 1, { onWaiting: (untilMs) => told.push(untilMs) }))
    expect(clock.now() - began).toBe(1_500)
    expect(told).toEqual([])
    state.free = 1
    state.closedUntil = clock.now() + 90_000
    await clock.run(join('later', 1, { onWaiting: (untilMs) => told.push(untilMs) }))
    expect(told).toEqual([state.closedUntil])
    expect(clock.now()).toBe(state.closedUntil)
  })

  it('tells the person rather than let them wait for long, and lets the background wait', async () => {
    const { clock, state, granted, join } = queueWithSlots(2)
    state.closedUntil = clock.now() + 3_600_000
    const background = join('background')
    await expect(join('click', 1, forUser)).rejects.toMatchObject({
      failure: { kind: 'throttled', message: 'Not now.', retryAfterMs: 3_600_000 },
    })
    await clock.run(background)
    expect(granted).toEqual(['background'])
  })
})
