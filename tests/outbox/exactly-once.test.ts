import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptRow } from '#core/outbox/attempt-delivery.ts'
import type { AccountRow } from '#core/ports/accounts.ts'
import type { OutboxRow } from '#core/ports/store.ts'
import type { FaultRule } from '#simulator/start-simulator.ts'
import { createSendingWorld, PLACES, type SendingWorld } from './sending-world.ts'

interface Call {
  method: string
  /** Calls of this kind to let pass first. */
  skip?: number
}

/** The steps of sending, as each provider's calls. */
interface Calls {
  create: Call
  send: Call
  /** Looks for the sent copy. */
  look: Call
}

const CALLS: Record<AccountRow['provider'], Calls> = {
  gmail: {
    create: { method: 'drafts.create' },
    send: { method: 'drafts.send' },
    look: { method: 'history.list' },
  },
  outlook: {
    create: { method: 'graph.messages.create' },
    send: { method: 'graph.messages.send' },
    // The first look is the one before sending.
    look: { method: 'graph.messages.get', skip: 1 },
  },
}

/** What strikes one step of sending, once unless `times` says otherwise. */
type Fault = [step: keyof Calls, action: FaultRule['action'], times?: number]

/** What goes wrong, where the message must end, and how many copies must have left. */
const CASES: [name: string, faults: Fault[], end: OutboxRow['state'], copies: 0 | 1][] = [
  ['nothing goes wrong', [], 'sent', 1],
  [
    'creating the draft is refused once for quota',
    [['create', { status: 429, retryAfter: 1 }]],
    'sent',
    1,
  ],
  ['creating the draft fails at the server', [['create', { status: 503 }]], 'sent', 1],
  [
    'the answer to creating the draft is lost',
    [['create', { dropConnection: 'after' }]],
    'sent',
    1,
  ],
  ['the send never arrives', [['send', { dropConnection: 'before' }]], 'sent', 1],
  ['the send arrives and its answer is lost', [['send', { dropConnection: 'after' }]], 'sent', 1],
  ['the send is answered with 500 before it is done', [['send', { status: 500 }]], 'sent', 1],
  ['the send is answered with 503', [['send', { status: 503, retryAfter: 2 }]], 'sent', 1],
  ['the send is throttled', [['send', { status: 429, retryAfter: 1 }]], 'sent', 1],
  ['the answer is an HTML page', [['send', { htmlErrorPage: 200 }]], 'sent', 1],
  ['the answer breaks off half way', [['send', { truncateBody: true }]], 'sent', 1],
  [
    'the answer is lost and the sent copy shows up late',
    [
      ['send', { lateSentMs: 8_000 }],
      ['send', { dropConnection: 'after' }],
    ],
    'sent',
    1,
  ],
  [
    'looking is refused for a while after the answer was lost',
    [
      ['send', { dropConnection: 'after' }],
      ['look', { status: 503 }, 2],
    ],
    'sent',
    1,
  ],
  [
    'the answer is lost and the sent copy never shows up',
    [
      ['send', { lateSentMs: 3_600_000 }],
      ['send', { dropConnection: 'after' }],
    ],
    'unknown',
    1,
  ],
  ['the message is refused', [['create', { status: 400 }]], 'failed', 0],
]

describe.each(PLACES)(
  'through $provider with $dialect a message leaves exactly once when',
  (place) => {
    let world: SendingWorld

    beforeEach(async () => {
      world = await createSendingWorld(place)
    })
    afterEach(() => world.dispose())

    it.each(CASES)('%s', async (_name, faults, end, copies) => {
      const { faults: script } = world.simulator
      for (const [step, action, times = 1] of faults) {
        const { method, skip = 0 } = CALLS[place.provider][step]
        script.add({ match: { method }, skip, times, action })
      }
      await world.enqueue()
      const worker = world.newWorker()
      worker.start()
      expect((await world.settled()).state).toBe(end)
      await worker.stop()
      expect(script.list().filter(({ struck }) => struck === 0)).toEqual([])
      script.clear()
      expect(world.copiesSent()).toBe(copies)
    })

    it('the person’s own time has come, and not before', async () => {
      const dueAt = world.clock.now() + 300_000
      await world.enqueue({ state: 'scheduled', notBefore: dueAt })
      world.newWorker().start()
      const sent = await world.settled()
      expect(sent.state).toBe('sent')
      expect(sent.sentAt).toBeGreaterThanOrEqual(dueAt)
      expect(world.copiesSent()).toBe(1)
    })

    it('an old worker wakes up after the person cancelled: nothing leaves', async () => {
      await world.enqueue()
      const stale = await world.row()
      await world.store.transaction((tx) =>
        tx.outbox.update('o', 0, { state: 'cancelled', fencingToken: 1 }),
      )
      await attemptRow(world.dependencies(), stale)
      expect((await world.row()).state).toBe('cancelled')
      expect(world.copiesSent()).toBe(0)
    })
  },
)
