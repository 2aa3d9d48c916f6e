import { describe, expect, it } from 'vitest'
import type { FaultRule } from '#simulator/start-simulator.ts'
import {
  firstSyncInVirtualTime,
  type FirstSyncOptions,
} from '../support/sync/first-sync-in-virtual-time.ts'

/** Each request of its own has this chance to fail. */
const failing = (probability: number, action: FaultRule['action']): FaultRule => ({
  match: { part: false },
  probability,
  action,
})
const ONE_PART_IN_FIVE: FaultRule[] = [
  { match: { method: 'batch' }, action: { partialBatch: 0.2 } },
  { match: { method: 'graph.batch' }, action: { partialBatch: 0.2 } },
]
const SERVER_ERRORS = [failing(0.2, { status: 500 })]
const REFUSALS = [failing(0.2, { status: 429 })]
/** A tenth of the parts and a tenth of the other requests. */
const ALL_KINDS: FaultRule[] = [
  { match: { method: 'batch' }, action: { partialBatch: 0.1 } },
  { match: { method: 'graph.batch' }, action: { partialBatch: 0.1 } },
  failing(0.03, { status: 429 }),
  failing(0.03, { status: 500 }),
  failing(0.03, { status: 503, retryAfter: 1 }),
  failing(0.03, { dropConnection: 'before' }),
]

type Account = Pick<FirstSyncOptions, 'provider' | 'messages'>
const GMAIL: Account = { provider: 'gmail', messages: 7_000 }
const OUTLOOK: Account = { provider: 'outlook', messages: 3_000 }

const undisturbed = new Map<Account, number>()
async function undisturbedMs(account: Account): Promise<number> {
  const elapsedMs = undisturbed.get(account) ?? (await firstSyncInVirtualTime(account)).elapsedMs
  undisturbed.set(account, elapsedMs)
  return elapsedMs
}

describe('a first sync while a fifth of all requests fail', () => {
  it.each([
    ['Gmail, refused parts of batches', GMAIL, ONE_PART_IN_FIVE],
    ['Gmail, server errors', GMAIL, SERVER_ERRORS],
    ['Gmail, refusals without Retry-After', GMAIL, REFUSALS],
    ['Gmail, all kinds', GMAIL, ALL_KINDS],
    ['Outlook, refused parts of batches', OUTLOOK, ONE_PART_IN_FIVE],
    ['Outlook, server errors', OUTLOOK, SERVER_ERRORS],
    ['Outlook, refusals without Retry-After', OUTLOOK, REFUSALS],
    ['Outlook, all kinds', OUTLOOK, ALL_KINDS],
  ])(
    'takes at most twice its time and that of the refused requests: %s',
    async (_name, account, faults) => {
      const disturbed = await firstSyncInVirtualTime({ ...account, faults })
      expect(disturbed).toMatchObject({ stored: account.messages, backlog: 0, restarts: 0 })
      expect(disturbed.elapsedMs).toBeLessThanOrEqual(
        2 * (await undisturbedMs(account)) + disturbed.refusedMs,
      )
    },
  )
})
