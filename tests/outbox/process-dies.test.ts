import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSendingWorld, PLACES, type SendingWorld } from './sending-world.ts'
import { createSuspendedProcess, type StopAt, type SuspendedProcess } from './suspended-process.ts'

const POINTS: [name: string, stop: StopAt][] = [
  ['after the message was claimed', { method: 'fetchProfile', when: 'before' }],
  ['after the cursor was stored', { method: 'createDraft', when: 'before' }],
  ['after the draft was made and before that was stored', { method: 'createDraft', when: 'after' }],
  ['after the draft was stored', { method: 'sendDraft', when: 'before' }],
  ['after the message left and before that was stored', { method: 'sendDraft', when: 'after' }],
]

/** Who goes on: only on Postgres can it be another host, once the lease has ended. */
const SUCCESSORS = PLACES.flatMap((place) =>
  (place.dialect === 'postgres' ? ['this host', 'another host'] : ['this host']).map(
    (successor) => ({ ...place, successor }),
  ),
)

describe.each(SUCCESSORS)(
  'through $provider with $dialect, where $successor goes on, a message leaves exactly once when the process dies',
  ({ successor, ...place }) => {
    let world: SendingWorld
    let dying: SuspendedProcess

    beforeEach(async () => {
      world = await createSendingWorld(place)
      dying = createSuspendedProcess()
    })
    afterEach(async () => {
      dying.resume()
      await world.dispose()
    })

    it.each(POINTS)('%s', async (_name, stop) => {
      await world.enqueue()
      const old = world.newWorker({
        store: dying.store(world.store),
        provider: dying.provider(world.openProvider(), stop),
      })
      old.start()
      await dying.suspended
      const left = await world.row()
      expect(left.state).toBe('sending')

      world.newWorker({ holder: successor }).start()
      const sent = await world.settled()
      expect(sent).toMatchObject({ state: 'sent' })
      expect(sent.fencingToken).toBeGreaterThan(left.fencingToken)
      expect(world.copiesSent()).toBe(1)

      // It was only asleep: when it goes on it neither sends again nor changes what is stored.
      dying.resume()
      await old.stop()
      expect(world.copiesSent()).toBe(1)
      expect(await world.row()).toEqual(sent)
    })

    it('after it was stored that the message left', async () => {
      await world.enqueue()
      world
        .newWorker({
          store: dying.store(world.store),
          onSent: () => {
            dying.suspend()
          },
        })
        .start()
      await dying.suspended
      const sent = await world.row()
      expect(sent.state).toBe('sent')

      // The account's next message waits for the same lease, so its end shows that the first was seen.
      await world.enqueue({ id: 'next', appSendId: 'send-2' })
      world.newWorker({ holder: successor }).start()
      await world.settled('next')
      expect(await world.row()).toEqual(sent)
      expect(world.copiesSent()).toBe(1)
    })
  },
)
