import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evenBatchUnits, groupIntoParts, planFirstBatch, planBatches } from './plan-batches.ts'
import { QUOTA_TABLES } from '../client/quota.ts'

const { costs } = QUOTA_TABLES.current
const ref = (thread: number, message: number) => ({
  providerMessageId: `m${thread}-${message}`,
  providerThreadId: `t${thread}`,
})

describe('planning a batch', () => {
  it('requests whole threads, and single messages on their own, in the order of the backlog', () => {
    const parts = groupIntoParts([ref(1, 1), ref(2, 1), ref(2, 2), ref(2, 3), ref(3, 1)])
    expect(parts.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'message m1-1',
      'thread t2',
      'message m3-1',
    ])
  })

  it('stays within the parts, the units and the messages of a batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 120 }),
        fc.integer({ min: 20, max: 3_000 }),
        (sizes, maxUnits) => {
          const backlog = sizes.flatMap((size, thread) =>
            Array.from({ length: size }, (_, message) => ref(thread, message)),
          )
          const parts = planFirstBatch(groupIntoParts(backlog), maxUnits, costs)
          const units = parts.reduce((sum, { kind }) => sum + (kind === 'thread' ? 40 : 20), 0)
          const requested = parts.flatMap((part) => part.refs)
          expect(parts.length).toBeLessThanOrEqual(50)
          expect(parts.length > 1 ? units : 0).toBeLessThanOrEqual(maxUnits)
          expect(parts.length > 1 ? requested.length : 0).toBeLessThanOrEqual(400)
          expect(new Set(requested).size).toBe(requested.length)
          // At least one part is planned if there is something to fetch.
          expect(parts.length > 0).toBe(backlog.length > 0)
        },
      ),
      { seed: 5 },
    )
  })

  it('fills a slot with one kind of part, so that its units become free together', () => {
    const threads = Array.from({ length: 90 }, (_, thread) => [ref(thread, 1), ref(thread, 2)])
    const singles = Array.from({ length: 120 }, (_, index) => ref(100 + index, 1))
    const sizes = (backlog: ReturnType<typeof ref>[]) =>
      planBatches(backlog, 1_960, costs).map((batch) => `${batch.length} ${batch[0]?.kind ?? ''}`)
    expect(sizes(threads.flat())).toEqual(['49 thread'])
    expect(sizes([...singles, ...threads.flat()])).toEqual(['50 message', '48 message'])
    // There are too few single messages to fill a slot: they wait until there are enough.
    expect(sizes([...singles.slice(0, 20), ...threads.flat()])).toEqual(['49 thread'])
    expect(sizes(singles.slice(0, 20))).toEqual(['20 message'])
    expect(sizes([ref(1, 1)])).toEqual(['1 message'])
    expect(planBatches([], 1_960, costs)).toEqual([])
  })

  it('chooses a batch size of which a whole number fits in the minute’s budget', () => {
    expect(evenBatchUnits(2_000, 5_880)).toBe(1_960)
    expect(evenBatchUnits(1_000, 5_880)).toBe(980)
    expect(evenBatchUnits(9_000, 5_880)).toBe(5_880)
  })
})
