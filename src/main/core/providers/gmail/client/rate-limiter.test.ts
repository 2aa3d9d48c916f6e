import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createVirtualClock,
  type VirtualClock,
} from '../../../../../../tests/support/clocks/virtual-clock.ts'
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts'
import { evenBatchUnits } from '../messages/plan-batches.ts'

const MINUTE = 60_000

interface CountedRequest {
  at: number
  units: number
}

/** What Gmail would count: each grant at some time between its sending and its response. */
async function spendQuota(
  clock: VirtualClock,
  limiter: RateLimiter,
  options: { minutes: number; unitsOf: () => number; latencyOf: () => number; share: number },
): Promise<CountedRequest[]> {
  const counted: CountedRequest[] = []
  const end = clock.now() + options.minutes * MINUTE
  const worker = async (): Promise<void> => {
    while (clock.now() < end) {
      const wanted = evenBatchUnits(options.unitsOf(), limiter.backgroundBudget())
      const atLeast = Math.ceil(wanted / 2)
      const spend = await limiter.acquire(wanted, { priority: 'background', atLeast })
      const latency = options.latencyOf()
      await clock.sleep(latency * options.share)
      counted.push({ at: clock.now(), units: spend.units })
      await clock.sleep(latency * (1 - options.share))
      spend.done()
    }
  }
  await clock.run(Promise.all(Array.from({ length: 4 }, worker)))
  return counted
}

function maxUnitsInAnyMinute(counted: readonly CountedRequest[]): number {
  const inOrder = counted.toSorted((one, other) => one.at - other.at)
  let most = 0
  let sum = 0
  let first = 0
  for (const { at, units } of inOrder) {
    sum += units
    while ((inOrder[first]?.at ?? at) <= at - MINUTE) {
      sum -= inOrder[first]?.units ?? 0
      first += 1
    }
    most = Math.max(most, sum)
  }
  return most
}

const testLimiter = (clock: VirtualClock, unitsPerMinute = 6_000): RateLimiter =>
  createRateLimiter({ clock, unitsPerMinute })

describe('the rate limiter of Gmail', () => {
  it('never lets Gmail count more than the budget in any minute, however slow the network is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 20, max: 2_000 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 290 }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (sizes, latencies, share) => {
          const clock = createVirtualClock()
          let turn = 0
          const counted = await spendQuota(clock, testLimiter(clock), {
            minutes: 5,
            unitsOf: () => sizes[(turn += 1) % sizes.length] ?? 20,
            latencyOf: () => latencies[turn % latencies.length] ?? 0,
            share,
          })
          expect(maxUnitsInAnyMinute(counted)).toBeLessThanOrEqual(6_000)
        },
      ),
      { numRuns: 60, seed: 7 },
    )
  })

  it.each([
    ['threads, current list', 6_000, [2_000]],
    ['messages, current list', 6_000, [1_000]],
    ['a mix, current list', 6_000, [1_000, 1_460, 2_000, 1_220, 1_780]],
    ['nearly all threads, current list', 6_000, [1_920, 1_980, 2_000, 1_860, 2_000, 1_940]],
    ['threads, legacy list', 15_000, [500]],
    ['messages, legacy list', 15_000, [250]],
    ['a mix, legacy list', 15_000, [250, 365, 500, 305]],
  ])(
    'uses at least 97 % of what background work may use: %s',
    async (_name, unitsPerMinute, sizes) => {
      const clock = createVirtualClock()
      const began = clock.now()
      let turn = 0
      const counted = await spendQuota(clock, testLimiter(clock, unitsPerMinute), {
        minutes: 21,
        unitsOf: () => sizes[(turn += 1) % sizes.length] ?? 20,
        latencyOf: () => 80 + ((turn * 37) % 150),
        share: 0.5,
      })
      // After the burst of the first minute, at the steady pace.
      const steady = counted.filter(({ at }) => at >= began + MINUTE && at < began + 21 * MINUTE)
      const units = steady.reduce((sum, one) => sum + one.units, 0)
      expect(units / (20 * 0.9 * unitsPerMinute)).toBeGreaterThanOrEqual(0.97)
      expect(maxUnitsInAnyMinute(counted)).toBeLessThanOrEqual(unitsPerMinute)
    },
  )

  it('uses an idle minute’s budget in one burst and then keeps an even pace', async () => {
    const clock = createVirtualClock()
    const began = clock.now()
    const counted = await spendQuota(clock, testLimiter(clock), {
      minutes: 4,
      unitsOf: () => 980,
      latencyOf: () => 100,
      share: 0,
    })
    const after = counted.map(({ at }) => at - began)
    expect(after.filter((at) => at < 1_000)).toHaveLength(6)
    const paced = after.filter((at) => at > MINUTE)
    const gaps = paced.slice(1).map((at, index) => at - (paced[index] ?? 0))
    // Ten seconds apart; one gap is shorter and one longer, to make up for the wait.
    expect(Math.max(...gaps)).toBeLessThan(16_000)
    expect(gaps.filter((gap) => gap > 9_000).length).toBeGreaterThan(gaps.length / 2)
  })

  it('serves user calls first, and keeps a reserve for them', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const began = clock.now()
    const backlog = spendQuota(clock, limiter, {
      minutes: 2,
      unitsOf: () => 980,
      latencyOf: () => 100,
      share: 0,
    })
    const click = (async () => {
      await clock.sleep(5_000)
      const spend = await limiter.acquire(100, { priority: 'user' })
      spend.done()
      return clock.now() - began
    })()
    await backlog
    expect(await click).toBe(5_000)
  })

  it('rejects a user call that would wait for a minute', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const spend = await clock.run(limiter.acquire(5_990, { priority: 'user' }))
    spend.done()
    const refused = limiter.acquire(100, { priority: 'user' })
    await expect(clock.run(refused)).rejects.toMatchObject({ failure: { kind: 'throttled' } })
  })

  it('waits for Retry-After, and then works with a lower budget', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const before = limiter.backgroundBudget()
    limiter.throttled(30_000)
    const began = clock.now()
    const spend = await clock.run(limiter.acquire(20, { priority: 'background' }))
    spend.done()
    expect(clock.now() - began).toBe(30_000)
    expect(limiter.backgroundBudget()).toBeLessThan(before)
    await clock.run(clock.sleep(10 * MINUTE))
    expect(limiter.backgroundBudget()).toBe(before)
  })

  it('lowers the budget once a minute at most, and only for background work', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const before = limiter.backgroundBudget()
    for (let second = 0; second < 59; second += 1) {
      limiter.throttled(null)
      limiter.succeeded()
      expect(limiter.backgroundBudget()).toBeGreaterThanOrEqual(before * 0.8 - 1)
      await clock.run(clock.sleep(1_000))
    }
    expect(limiter.backgroundBudget()).toBeGreaterThan(before * 0.99)
    limiter.throttled(null)
    const spend = await clock.run(limiter.acquire(6_000, { priority: 'user' }))
    expect(spend.units).toBe(6_000)
  })

  it('keeps a tenth free for the next user call, whatever user calls used before', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const began = clock.now()
    const first = await limiter.acquire(1_000, { priority: 'user' })
    first.done()
    const rest = await limiter.acquire(5_400, { priority: 'background', atLeast: 20 })
    rest.done()
    const click = await clock.run(limiter.acquire(600, { priority: 'user' }))
    click.done()
    expect(rest.units).toBe(4_400)
    expect(clock.now()).toBe(began)
  })

  it('removes an aborted request from the queue', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const stop = new AbortController()
    limiter.throttled(10_000)
    const waiting = limiter.acquire(20, { priority: 'background', signal: stop.signal })
    stop.abort(new Error('No longer wanted'))
    await expect(waiting).rejects.toThrow('No longer wanted')
    const next = await clock.run(limiter.acquire(20, { priority: 'background' }))
    expect(next.units).toBe(20)
  })

  it('splits a grant between requests that are sent at the same time', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const spend = await limiter.acquire(1_000, { priority: 'background' })
    const part = spend.split(300)
    expect([spend.units, part.units]).toEqual([700, 300])
    expect(limiter.usage().usedLastMinute).toBe(1_000)
  })

  it('takes back units that a request does not need', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const spend = await limiter.acquire(1_000, { priority: 'background' })
    spend.reduceTo(400)
    expect(limiter.usage()).toEqual({ usedLastMinute: 400, limitPerMinute: 6_000 })
  })

  it('grants no more than the budget if it was lowered while a request waited', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const wanted = limiter.backgroundBudget()
    limiter.throttled(1_000)
    limiter.throttled(1_000)
    const waiting = limiter.acquire(wanted, { priority: 'background', atLeast: 20 })
    const spend = await clock.run(waiting)
    expect(limiter.backgroundBudget()).toBeLessThan(wanted)
    expect(spend.units).toBeLessThanOrEqual(limiter.backgroundBudget())
  })

  it('grants a request that cannot be made smaller, even if it is more than a lowered budget', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock, 40)
    limiter.throttled(1_000)
    const spend = await clock.run(limiter.acquire(40, { priority: 'background' }))
    expect(spend.units).toBe(40)
  })

  it('keeps within the current budget, however often Gmail throttles', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 20, max: 3_000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1_000, max: 90_000 }), { minLength: 1, maxLength: 6 }),
        async (sizes, refusals) => {
          const clock = createVirtualClock()
          const limiter = createRateLimiter({ clock, unitsPerMinute: 6_000, random: () => 0 })
          const granted: CountedRequest[] = []
          let turn = 0
          const worker = async (): Promise<void> => {
            for (let i = 0; i < 12; i += 1) {
              const units = sizes[(turn += 1) % sizes.length] ?? 20
              const spend = await limiter.acquire(units, { priority: 'background', atLeast: 20 })
              expect(spend.units).toBeLessThanOrEqual(limiter.backgroundBudget())
              granted.push({ at: clock.now(), units: spend.units })
              spend.done()
            }
          }
          const refuser = async (): Promise<void> => {
            for (const afterMs of refusals) {
              await clock.sleep(afterMs)
              limiter.throttled(null)
            }
          }
          await clock.run(Promise.all([worker(), worker(), refuser()]))
          expect(maxUnitsInAnyMinute(granted)).toBeLessThanOrEqual(6_000)
          expect(granted).toHaveLength(24)
        },
      ),
      { numRuns: 40, seed: 11 },
    )
  })

  it('waits for an hour at most, whatever Retry-After says', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const began = clock.now()
    limiter.throttled(Number.MAX_SAFE_INTEGER)
    const click = limiter.acquire(20, { priority: 'user' })
    await expect(click).rejects.toMatchObject({
      failure: { kind: 'throttled', retryAfterMs: 3_600_000 },
    })
    await clock.run(limiter.acquire(20, { priority: 'background' }))
    expect(clock.now() - began).toBe(3_600_000)
  })

  it('still serves background work while a user calls all the time', async () => {
    const clock = createVirtualClock()
    const limiter = testLimiter(clock)
    const end = clock.now() + 5 * MINUTE
    const waits: number[] = []
    const clicks = async (): Promise<void> => {
      // After the burst of the first minute only the reserve is left for user calls.
      await clock.sleep(2 * MINUTE)
      while (clock.now() < end) {
        const asked = clock.now()
        const spend = await limiter.acquire(20, { priority: 'user' })
        waits.push(clock.now() - asked)
        spend.done()
        await clock.sleep(1_000)
      }
    }
    const backlog = spendQuota(clock, limiter, {
      minutes: 5,
      unitsOf: () => 980,
      latencyOf: () => 100,
      share: 0,
    })
    const clicking = clicks()
    const counted = await backlog
    await clock.run(clicking)
    const units = counted.reduce((sum, one) => sum + one.units, 0)
    // Ten times the reserve: a user call waits until one earlier paced batch leaves the window.
    expect(Math.max(...waits)).toBeLessThan(12_000)
    // User calls use 1,200 of 6,000 units a minute.
    expect(units).toBeGreaterThan(5 * 4_000)
  })
})
