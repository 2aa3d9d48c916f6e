import { describe, expect, it } from 'vitest'
import {
  firstSyncInVirtualTime,
  type FirstSyncOptions,
} from '../support/sync/first-sync-in-virtual-time.ts'

const ROUND_TRIP_MS = 80
const MINUTE = 60_000

/** Opens a stored message every `everyMs` for the first minute; how long each took. */
async function openMessagesDuringFirstSync(
  options: FirstSyncOptions,
  everyMs: number,
): Promise<number[]> {
  const waits: number[] = []
  await firstSyncInVirtualTime({
    ...options,
    async meanwhile({ provider, clock, stored }) {
      const began = clock.now()
      while (clock.now() - began < MINUTE) {
        await clock.sleep(everyMs)
        const [id] = stored()
        if (id === undefined) continue
        const asked = clock.now()
        await provider.fetchMessage({ providerMessageId: id, providerThreadId: id })
        waits.push(clock.now() - asked)
      }
    },
  })
  return waits
}

describe('a person who opens messages in the first minute of a first sync', () => {
  it.each(['legacy', 'current'] as const)(
    'never waits for Gmail’s quota, %s',
    async (quotaProfile) => {
      const options = { provider: 'gmail', quotaProfile, messages: 3_000 } as const
      const waits = await openMessagesDuringFirstSync(options, 2_500)
      expect(waits.length).toBeGreaterThan(20)
      expect(Math.max(...waits)).toBe(ROUND_TRIP_MS)
    },
  )

  it('never waits behind Outlook’s background requests', async () => {
    const waits = await openMessagesDuringFirstSync({ provider: 'outlook', messages: 3_000 }, 130)
    expect(waits.length).toBeGreaterThan(20)
    expect(Math.max(...waits)).toBe(ROUND_TRIP_MS)
  })
})
