import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createManualClock } from '../support/clocks/manual-clock.ts'
import { DIALECTS } from '../support/database/test-store.ts'
import { watchWrites } from '../support/database/watch-writes.ts'
import { findAccountDifferences } from './find-differences.ts'
import { START_TIME, createModelWorld, type ModelWorld } from './model-world.ts'

const INTERVAL_MS = 20_000
/** An hour of looks. */
const LOOKS = 3_600_000 / INTERVAL_MS
const LABELS_EVERY_MS = 300_000

describe.each(DIALECTS)('an hour in which nothing happens (%s)', (dialect) => {
  let world: ModelWorld
  afterEach(() => world.dispose())

  it('is looked at every 20 seconds and writes nothing', async () => {
    const clock = createManualClock(START_TIME)
    const pollIntervalMs = INTERVAL_MS
    world = await createModelWorld({ seed: 1, dialect, folders: 0, clock, pollIntervalMs })
    const { simulator, engine, accounts, opened, store } = world
    /** Lets the time to the next look pass, and everybody look. */
    const look = async (): Promise<void> => {
      clock.advance(INTERVAL_MS)
      const hasLooked = ({ id }: { id: string }): boolean =>
        (engine.progressOf(id).nextPollAt ?? 0) > clock.now()
      while (!accounts.every(hasLooked)) await setImmediate()
    }
    while (!accounts.every(({ id }) => engine.progressOf(id).phase === 'complete')) await look()
    await look()
    const watch = await watchWrites(opened)
    try {
      simulator.ledger.reset()
      const began = clock.now()
      const calls = (email: string, method: string): number =>
        simulator.ledger.snapshot().accounts[email]?.methods[method]?.calls ?? 0
      const looksOf = (email: string): number =>
        calls(email, 'history.list') + calls(email, 'graph.mailFolders.delta')
      for (let number = 0; number < LOOKS; number += 1) await look()
      const lasted = clock.now() - began

      expect(lasted).toBe(3_600_000)
      expect(await watch.writes()).toBe(0)
      const { httpRequests, accounts: spent } = simulator.ledger.snapshot()
      let requests = 0
      for (const { email, side } of accounts) {
        const { units = 0, methods = {} } = spent[email] ?? {}
        const looks = looksOf(email)
        expect(looks).toBe(LOOKS)
        if (calls(email, 'history.list') > 0) {
          // One request of 2 units; the labels, 1 unit, every five minutes.
          const labels = calls(email, 'labels.list')
          expect(labels).toBeLessThanOrEqual(Math.ceil(lasted / LABELS_EVERY_MS))
          expect(Object.keys(methods).sort()).toEqual(['history.list', 'labels.list'])
          expect(units).toBe(2 * looks + labels)
          requests += looks + labels
        } else {
          // The folder tree, and one batch about every folder.
          const folders = side.labels().length
          expect(methods['graph.messages.delta']?.calls).toBe(looks * folders)
          expect(Object.keys(methods).sort()).toEqual([
            'graph.mailFolders.delta',
            'graph.messages.delta',
          ])
          requests += 2 * looks
        }
      }
      expect(httpRequests).toBe(requests)
    } finally {
      watch.close()
    }
    for (const account of accounts) expect(await findAccountDifferences(store, account)).toEqual([])
  }, 120_000)

  it('would be noticed if it did write', async () => {
    world = await createModelWorld({ seed: 1, dialect, messages: 5, folders: 0 })
    const watch = await watchWrites(world.opened)
    await world.store.transaction(({ accounts }) =>
      accounts.update('gmail-1', { colour: '#000000' }),
    )
    expect(await watch.writes()).toBeGreaterThan(0)
    watch.close()
  })
})
