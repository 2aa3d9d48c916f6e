import { describe, expect, it } from 'vitest'
import type { Priority } from '../../shared/request-queue.ts'
import { createRateLimiter } from './rate-limiter.ts'

/** A clock that moves only by `advance`, which ends every sleep. */
function stillClock() {
  let now = 1_000_000
  const sleepers = new Set<() => void>()
  return {
    now: () => now,
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.add(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
      }),
    advance(ms: number) {
      now += ms
      for (const wake of sleepers) wake()
      sleepers.clear()
    },
  }
}

describe('the rate limiter of Graph', () => {
  function setUp(requestsPerWindow = 10_000) {
    const clock = stillClock()
    const limiter = createRateLimiter({ clock, random: () => 0, requestsPerWindow })
    const granted: string[] = []
    const acquire = async (name: string, requests = 1, priority: Priority = 'background') => {
      const done = await limiter.acquire(requests, { priority })
      granted.push(name)
      return done
    }
    const runCallbacks = () => new Promise((resolve) => setImmediate(resolve))
    return { clock, limiter, granted, acquire, runCallbacks }
  }

  it('grants three background requests and keeps the fourth slot for the user', async () => {
    const { granted, acquire, runCallbacks } = setUp()
    const dones = await Promise.all([acquire('a'), acquire('b'), acquire('c')])
    void acquire('d')
    await runCallbacks()
    expect(granted).toEqual(['a', 'b', 'c'])
    await acquire('click', 1, 'user')
    expect(granted).toEqual(['a', 'b', 'c', 'click'])
    dones[0]()
    dones[1]()
    await runCallbacks()
    expect(granted.at(-1)).toBe('d')
  })

  it('sends a batch while nothing else is in flight, and in its turn', async () => {
    const { granted, acquire, runCallbacks } = setUp()
    const done = await acquire('single')
    const batch = acquire('batch', 20)
    void acquire('later')
    await runCallbacks()
    expect(granted).toEqual(['single'])
    done()
    const batchDone = await batch
    await runCallbacks()
    expect(granted).toEqual(['single', 'batch'])
    batchDone()
    await runCallbacks()
    expect(granted).toEqual(['single', 'batch', 'later'])
  })

  it('grants nothing until Retry-After has passed', async () => {
    const { clock, limiter, granted, acquire, runCallbacks } = setUp()
    limiter.throttled(5_000)
    void acquire('a')
    await runCallbacks()
    clock.advance(4_999)
    await runCallbacks()
    expect(granted).toEqual([])
    clock.advance(1)
    await runCallbacks()
    expect(granted).toEqual(['a'])
  })

  it('keeps the limit of the window, and rejects a user request that would wait too long', async () => {
    const { clock, granted, acquire, runCallbacks } = setUp(20)
    ;(await acquire('batch', 19))()
    void acquire('one more')
    await runCallbacks()
    expect(granted).toEqual(['batch'])
    await expect(acquire('click', 2, 'user')).rejects.toMatchObject({
      failure: { kind: 'throttled' },
    })
    clock.advance(600_001)
    await runCallbacks()
    expect(granted).toEqual(['batch', 'one more'])
  })

  it('grants the next request when a waiting batch is aborted', async () => {
    const { limiter, granted, acquire, runCallbacks } = setUp()
    const done = await acquire('single')
    const stop = new AbortController()
    const batch = limiter.acquire(20, { priority: 'background', signal: stop.signal })
    void acquire('later')
    await runCallbacks()
    expect(granted).toEqual(['single'])
    stop.abort(new Error('No longer wanted'))
    await expect(batch).rejects.toThrow('No longer wanted')
    await runCallbacks()
    expect(granted).toEqual(['single', 'later'])
    done()
  })

  it('frees a slot once, even if its end is reported twice', async () => {
    const { granted, acquire, runCallbacks } = setUp()
    const done = await acquire('a')
    await Promise.all([acquire('b'), acquire('c')])
    done()
    done()
    void acquire('d')
    void acquire('e')
    await runCallbacks()
    expect(granted).toEqual(['a', 'b', 'c', 'd'])
  })

  it('waits for an hour at most, whatever Retry-After says', async () => {
    const { clock, limiter, granted, acquire, runCallbacks } = setUp()
    limiter.throttled(Number.MAX_SAFE_INTEGER)
    await expect(acquire('click', 1, 'user')).rejects.toMatchObject({
      failure: { kind: 'throttled', retryAfterMs: 3_600_000 },
    })
    void acquire('background')
    clock.advance(3_599_999)
    await runCallbacks()
    expect(granted).toEqual([])
    clock.advance(1)
    await runCallbacks()
    expect(granted).toEqual(['background'])
  })
})
