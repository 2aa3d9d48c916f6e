import { describe, expect, it } from 'vitest'
import type { Priority } from '../../shared/request-queue.ts'
import { createRateLimiter } from './rate-limiter.ts'

/** A clock that stands still; whoever sleeps is woken by hand. */
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

describe('Graph’s limiter', () => {
  function setUp(requestsPerWindow = 10_000) {
    const clock = stillClock()
    const limiter = createRateLimiter({ clock, random: () => 0, requestsPerWindow })
    const granted: string[] = []
    const ask = async (name: string, requests = 1, priority: Priority = 'background') => {
      const done = await limiter.acquire(requests, { priority })
      granted.push(name)
      return done
    }
    const settle = () => new Promise((resolve) => setImmediate(resolve))
    return { clock, limiter, granted, ask, settle }
  }

  it('lets three through and keeps the fourth place for the person', async () => {
    const { granted, ask, settle } = setUp()
    const dones = await Promise.all([ask('a'), ask('b'), ask('c')])
    void ask('d')
    await settle()
    expect(granted).toEqual(['a', 'b', 'c'])
    await ask('click', 1, 'user')
    expect(granted).toEqual(['a', 'b', 'c', 'click'])
    dones[0]()
    dones[1]()
    await settle()
    expect(granted.at(-1)).toBe('d')
  })

  it('sends a batch alone, and nobody overtakes it', async () => {
    const { granted, ask, settle } = setUp()
    const done = await ask('single')
    const batch = ask('batch', 20)
    void ask('later')
    await settle()
    expect(granted).toEqual(['single'])
    done()
    const batchDone = await batch
    await settle()
    expect(granted).toEqual(['single', 'batch'])
    batchDone()
    await settle()
    expect(granted).toEqual(['single', 'batch', 'later'])
  })

  it('is silent for as long as the service asks', async () => {
    const { clock, limiter, granted, ask, settle } = setUp()
    limiter.throttled(5_000)
    void ask('a')
    await settle()
    clock.advance(4_999)
    await settle()
    expect(granted).toEqual([])
    clock.advance(1)
    await settle()
    expect(granted).toEqual(['a'])
  })

  it('never spends more than the window allows, and tells the person rather than wait long', async () => {
    const { clock, granted, ask, settle } = setUp(20)
    ;(await ask('batch', 19))()
    void ask('one more')
    await settle()
    expect(granted).toEqual(['batch'])
    await expect(ask('click', 2, 'user')).rejects.toMatchObject({ failure: { kind: 'throttled' } })
    clock.advance(600_001)
    await settle()
    expect(granted).toEqual(['batch', 'one more'])
  })

  it('lets the next through where a waiting batch is no longer wanted', async () => {
    const { limiter, granted, ask, settle } = setUp()
    const done = await ask('single')
    const stop = new AbortController()
    const batch = limiter.acquire(20, { priority: 'background', signal: stop.signal })
    void ask('later')
    await settle()
    expect(granted).toEqual(['single'])
    stop.abort(new Error('No longer wanted'))
    await expect(batch).rejects.toThrow('No longer wanted')
    await settle()
    expect(granted).toEqual(['single', 'later'])
    done()
  })

  it('counts an answer once, however often it is told', async () => {
    const { granted, ask, settle } = setUp()
    const done = await ask('a')
    await Promise.all([ask('b'), ask('c')])
    done()
    done()
    void ask('d')
    void ask('e')
    await settle()
    expect(granted).toEqual(['a', 'b', 'c', 'd'])
  })

  it('comes back after an hour from whatever wait the service names', async () => {
    const { clock, limiter, granted, ask, settle } = setUp()
    limiter.throttled(Number.MAX_SAFE_INTEGER)
    await expect(ask('click', 1, 'user')).rejects.toMatchObject({
      failure: { kind: 'throttled', retryAfterMs: 3_600_000 },
    })
    void ask('background')
    clock.advance(3_599_999)
    await settle()
    expect(granted).toEqual([])
    clock.advance(1)
    await settle()
    expect(granted).toEqual(['background'])
  })
})
