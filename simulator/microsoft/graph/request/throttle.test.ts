import { beforeEach, describe, expect, it } from 'vitest'
import { GraphError } from './errors.ts'
import { createThrottle, GRAPH_LIMITS, type Throttle } from './throttle.ts'

const MB = 1024 * 1024
let now = 0
let throttle: Throttle

beforeEach(() => {
  now = 1_000_000
  throttle = createThrottle(() => now)
})

const refusal = (work: () => void): GraphError | null => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof GraphError) return error
    throw error
  }
}

describe('Graph’s limits', () => {
  it('give a mailbox four places, and a place back when its request ends', () => {
    const first = throttle.acquire('a', 3)
    expect(first.slots).toBe(3)
    expect(throttle.acquire('a', 4).slots).toBe(1)
    expect(throttle.acquire('a', 1).slots).toBe(0)
    expect(throttle.acquire('b', 1).slots).toBe(1)
    first.release()
    expect(throttle.acquire('a', 4).slots).toBe(3)
  })

  it('let 150 MB be uploaded in five rolling minutes; what is refused costs nothing', () => {
    for (let sent = 0; sent < 3; sent += 1) throttle.spend('a', 50 * MB)
    now += 60_000
    const refused = refusal(() => throttle.spend('a', 1))
    expect(refused?.message).toBe('Application is over its UploadBandwidth limit.')
    expect(refused?.headers['retry-after']).toBe('240')
    expect(refusal(() => throttle.spend('a', 0))).toBeNull()
    now += 240_000
    expect(refusal(() => throttle.spend('a', 150 * MB))).toBeNull()
  })

  it('count requests over ten rolling minutes', () => {
    for (let sent = 0; sent < GRAPH_LIMITS.requests; sent += 1) throttle.spend('a', 0)
    expect(refusal(() => throttle.spend('a', 0))?.status).toBe(429)
    now += GRAPH_LIMITS.requestWindowMs
    expect(refusal(() => throttle.spend('a', 0))).toBeNull()
  })
})
