import { describe, expect, it } from 'vitest'
import { loadUntilThere } from './load-until-there.ts'

describe('a part of the program that is loaded later', () => {
  it('is asked for again while the host is out of reach, and is there afterwards', async () => {
    let calls = 0
    const waits: number[] = []
    const part = await loadUntilThere(
      () => {
        calls += 1
        return calls < 3
          ? Promise.reject(new TypeError('Failed to fetch'))
          : Promise.resolve('part')
      },
      (ms) => {
        waits.push(ms)
        return Promise.resolve()
      },
    )
    expect(part).toBe('part')
    expect(waits).toEqual([2000, 2000])
  })
})
