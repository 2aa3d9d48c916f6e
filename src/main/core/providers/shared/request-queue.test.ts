import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../../tests/support/clocks/virtual-clock.ts'
import { createRequestQueue, type AcquireOptions, type QueueDecision } from './request-queue.ts'

/** A queue in front of a number of slots; a request takes as many slots as its value. */
function queueWithSlots(count: number) {
  const clock = createVirtualClock()
  const state = { free: count, closedUntil: 0 }
  const queue = createRequestQueue<number, number>({
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
  const enqueue = (name: string, request = 1, options: Partial<AcquireOptions> = {}) => {
    const promise = queue.enqueue(request, { priority: 'background', ...options })
    void promise.then(
      () => granted.push(name),
      () => undefined,
    )
    return promise
  }
  const release = (request: number): void => {
    state.free += request
    queue.advance()
  }
  const runCallbacks = () => new Promise((resolve) => setImmediate(resolve))
  return { clock, state, queue, granted, enqueue, release, runCallbacks }
}

const forUser = { priority: 'user' } as const

describe('the queue in front of a provider’s limits', () => {
  it('serves user requests first, and each priority in order of arrival', async () => {
    const { granted, enqueue, release, runCallbacks } = queueWithSlots(0)
    for (const name of ['a', 'b']) void enqueue(name)
    for (const name of ['click 1', 'click 2']) void enqueue(name, 1, forUser)
    release(4)
    await runCallbacks()
    expect(granted).toEqual(['click 1', 'click 2', 'a', 'b'])
  })

  it('never serves a small request before a large one that came first, in either priority', async () => {
    const { granted, enqueue, release, runCallbacks } = queueWithSlots(1)
    void enqueue('large', 3)
    void enqueue('small', 1)
    await runCallbacks()
    expect(granted).toEqual([])
    void enqueue('large click', 4, forUser)
    release(2)
    await runCallbacks()
    expect(granted).toEqual([])
    release(1)
    await runCallbacks()
    expect(granted).toEqual(['large click'])
    release(4)
    await runCallbacks()
    expect(granted).toEqual(['large click', 'large', 'small'])
  })

  it('serves the next request when the first one is aborted', async () => {
    const { granted, enqueue, runCallbacks } = queueWithSlots(1)
    const stop = new AbortController()
    const large = enqueue('large', 3, { signal: stop.signal })
    void enqueue('small', 1)
    await runCallbacks()
    expect(granted).toEqual([])
    stop.abort(new Error('No longer wanted'))
    await expect(large).rejects.toThrow('No longer wanted')
    await runCallbacks()
    expect(granted).toEqual(['small'])
  })

  it('removes aborted requests from the middle and keeps the others in order', async () => {
    const { granted, enqueue, queue, release, runCallbacks } = queueWithSlots(0)
    const stops = Array.from({ length: 50 }, () => new AbortController())
    const promises = stops.map(({ signal }, index) => enqueue(`${index}`, 1, { signal }))
    for (const [index, stop] of stops.entries()) if (index % 2 === 0) stop.abort(new Error('gone'))
    await Promise.allSettled(promises.filter((_, index) => index % 2 === 0))
    expect(queue.length('background')).toBe(25)
    release(50)
    await runCallbacks()
    expect(granted).toEqual(stops.flatMap((_, index) => (index % 2 === 1 ? [`${index}`] : [])))
    expect(queue.length('background')).toBe(0)
  })

  it('rejects a request whose signal is already aborted', () => {
    const { enqueue, queue } = queueWithSlots(0)
    expect(() => enqueue('late', 1, { signal: AbortSignal.abort(new Error('gone')) })).toThrow(
      'gone',
    )
    expect(queue.length('background')).toBe(0)
  })

  it('keeps a grant whose signal is aborted later', async () => {
    const { granted, enqueue, runCallbacks } = queueWithSlots(2)
    const stop = new AbortController()
    await enqueue('granted', 1, { signal: stop.signal })
    stop.abort(new Error('too late'))
    void enqueue('next')
    await runCallbacks()
    expect(granted).toEqual(['granted', 'next'])
  })

  it('decides again at the time of a wait, and reports waits of more than two seconds', async () => {
    const { clock, state, enqueue } = queueWithSlots(1)
    const began = clock.now()
    const reported: number[] = []
    state.closedUntil = began + 1_500
    await clock.run(enqueue('soon', 1, { onWaiting: (untilMs) => reported.push(untilMs) }))
    expect(clock.now() - began).toBe(1_500)
    expect(reported).toEqual([])
    state.free = 1
    state.closedUntil = clock.now() + 90_000
    await clock.run(enqueue('later', 1, { onWaiting: (untilMs) => reported.push(untilMs) }))
    expect(reported).toEqual([state.closedUntil])
    expect(clock.now()).toBe(state.closedUntil)
  })

  it('rejects a user request that would wait too long, and lets background work wait', async () => {
    const { clock, state, granted, enqueue } = queueWithSlots(2)
    state.closedUntil = clock.now() + 3_600_000
    const background = enqueue('background')
    await expect(enqueue('click', 1, forUser)).rejects.toMatchObject({
      failure: { kind: 'throttled', message: 'Not now.', retryAfterMs: 3_600_000 },
    })
    await clock.run(background)
    expect(granted).toEqual(['background'])
  })
})
