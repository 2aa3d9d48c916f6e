import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBackfillEngine } from '#core/backfills/backfill-engine.ts'
import type { Backfill } from '#core/ports/backfills.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { Logger } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { OperationError } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import { createRandom } from '#simulator/control/seeded-random.ts'
import { mail, seedAccount } from '../database/fixtures.ts'
import { createFailingStore } from '../support/database/failing-store.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { markReadLocally } from '../support/sync/change-messages.ts'

const CHUNK = 3

/** Marks the starred messages read, a few at a time: easy to see from outside. */
const MARKING: Backfill = {
  name: 'marking',
  after: [],
  needsProvider: false,
  async prepareChunk({ read, account, position }) {
    const { rows, endId } = await read.messages.listRange({
      accountId: account.id,
      since: null,
      before: null,
      beforeId: position,
      limit: CHUNK,
    })
    return async (tx) => {
      const ids = rows.map((row) => row.providerMessageId)
      await markReadLocally(tx, account.id, ids, true)
      return { nextPosition: endId, done: rows.length }
    }
  },
}

/** Time that passes only by sleeping. */
function steppingClock(): Clock {
  let now = 0
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      now += ms
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    },
  }
}

describe.each(DIALECTS)('backfills on %s', (dialect) => {
  let opened: TestStore
  beforeEach(async () => {
    opened = await openTestStore(dialect)
  })
  afterEach(async () => await opened.dispose())

  /** An account with unread messages and a backfill that is to mark them all. */
  async function unreadAccount(count: number): Promise<string> {
    const { account } = await seedAccount(opened.store)
    await opened.store.transaction(async ({ messages, backfills }) => {
      const ids = Array.from({ length: count }, (_, index) => `m${index}`)
      await messages.upsert(
        account.id,
        ids.map((id, index) => mail(id, { receivedAt: index * 1000, place: { isRead: false } })),
      )
      await backfills.start(account.id, MARKING.name)
    })
    return account.id
  }

  const unreadOf = async (accountId: string) =>
    (await opened.store.read.messages.boxCounts([accountId])).find(({ box }) => box === 'INBOX')
      ?.unread

  interface Parts {
    store?: Store
    logger?: Logger
    backfills?: Backfill[]
    isIdle?: (accountId: string) => boolean
  }

  /** Runs an engine until `until` holds, asked after every event, log line and sleep. */
  async function runUntil(until: () => Promise<boolean>, parts: Parts = {}): Promise<CoreEvent[]> {
    const events: CoreEvent[] = []
    const reached = Promise.withResolvers<undefined>()
    const clock = steppingClock()
    const check = async () => {
      if (await until()) reached.resolve(undefined)
    }
    const engine = createBackfillEngine({
      store: opened.store,
      providers: { open: () => Promise.reject(new Error('none')), close: () => undefined },
      events: {
        publish: (_userId, event) => void events.push(event),
        subscribe: () => () => undefined,
      },
      logger: silentLogger,
      random: () => 0.5,
      backfills: [MARKING],
      isIdle: () => true,
      ...parts,
      clock: {
        now: () => clock.now(),
        async sleep(ms, signal) {
          await check()
          await clock.sleep(ms, signal)
        },
      },
    })
    engine.start()
    await reached.promise
    await engine.stop()
    return events
  }

  const isFinished = async () => (await opened.store.read.backfills.listPending()).length === 0

  it('works through all of an account, stores how far it came and says so', async () => {
    const accountId = await unreadAccount(10)
    const events = await runUntil(isFinished)
    expect(await unreadOf(accountId)).toBe(0)
    expect(events.at(-1)).toMatchObject({
      type: 'backfill.progress',
      accountId,
      name: 'marking',
      done: 10,
      total: 10,
      isDone: true,
    })
  })

  it('continues where it was when the program was quit', async () => {
    const accountId = await unreadAccount(10)
    for (let chunk = 1; chunk <= 3; chunk++) {
      await runUntil(async () => {
        const [row] = await opened.store.read.backfills.listPending()
        return row === undefined || row.done >= chunk * CHUNK
      })
      expect(await unreadOf(accountId)).toBeLessThanOrEqual(10 - chunk * CHUNK)
    }
    await runUntil(isFinished)
    expect(await unreadOf(accountId)).toBe(0)
  })

  it('stores nothing of a chunk that fails, logs a series of failures once and goes on', async () => {
    const accountId = await unreadAccount(10)
    let writes = 0
    const warnings: string[] = []
    const store = createFailingStore(opened.store, {
      failsRead: () => false,
      failsWrite: () => (writes += 1) <= 5,
    })
    const logger = { ...silentLogger, warn: (_: unknown, text: string) => void warnings.push(text) }
    await runUntil(isFinished, { store, logger })
    expect(await unreadOf(accountId)).toBe(0)
    expect(warnings).toHaveLength(1)
  })

  it('finishes on a database that fails one time in ten, nothing doubled or left out', async () => {
    const accountId = await unreadAccount(200)
    const random = createRandom(3)
    const warnings: string[] = []
    const store = createFailingStore(opened.store, {
      failsRead: () => random.chance(0.1),
      failsWrite: () => random.chance(0.1),
    })
    const logger = { ...silentLogger, warn: (_: unknown, text: string) => void warnings.push(text) }
    const events = await runUntil(isFinished, { store, logger })
    expect(await unreadOf(accountId)).toBe(0)
    expect(events.at(-1)).toMatchObject({ done: 200, total: 200, isDone: true })
    // A series of failures is one line, however long it lasts.
    expect(warnings.length).toBeLessThan(60)
  })

  it('survives a database that cannot be read at all for a while', async () => {
    const accountId = await unreadAccount(4)
    let reads = 0
    const store = createFailingStore(opened.store, {
      failsRead: () => (reads += 1) <= 7,
      failsWrite: () => false,
    })
    await runUntil(isFinished, { store })
    expect(await unreadOf(accountId)).toBe(0)
  })

  it('lets a backfill that always fails hold back no other', async () => {
    const accountId = await unreadAccount(4)
    await opened.store.transaction(({ backfills }) => backfills.start(accountId, 'broken'))
    const broken: Backfill = {
      ...MARKING,
      name: 'broken',
      prepareChunk: () => Promise.reject(new OperationError('api_error', 'broken')),
    }
    const isOnlyBrokenLeft = async () =>
      (await opened.store.read.backfills.listPending()).map(({ name }) => name).join() === 'broken'
    await runUntil(isOnlyBrokenLeft, { backfills: [broken, MARKING] })
    expect(await unreadOf(accountId)).toBe(0)
  })

  it('keeps the order of backfills that build on each other', async () => {
    const accountId = await unreadAccount(4)
    await opened.store.transaction(({ backfills }) => backfills.start(accountId, 'a second'))
    const seen: (number | undefined)[] = []
    const second: Backfill = {
      ...MARKING,
      name: 'a second',
      after: [MARKING.name],
      async prepareChunk(context) {
        seen.push(await unreadOf(accountId))
        return MARKING.prepareChunk(context)
      },
    }
    await runUntil(isFinished, { backfills: [second, MARKING] })
    expect(new Set(seen)).toEqual(new Set([0]))
  })

  it('asks the provider only for an account that is at rest', async () => {
    const accountId = await unreadAccount(4)
    let asked = 0
    const remote: Backfill = { ...MARKING, needsProvider: true }
    await runUntil(async () => Promise.resolve((asked += 1) > 3), {
      backfills: [remote],
      isIdle: () => false,
    })
    expect(await unreadOf(accountId)).toBe(4)
    await runUntil(isFinished, { backfills: [remote] })
    expect(await unreadOf(accountId)).toBe(0)
  })

  it('of two engines on one database each chunk is stored by one', async () => {
    await unreadAccount(3)
    const [row] = await opened.store.read.backfills.listPending()
    if (!row) throw new Error('nothing to do')
    const advance = async () =>
      opened.store.transaction(({ backfills }) =>
        backfills.advance(row, { nextPosition: 5, done: 3 }),
      )
    expect(await advance()).toBe(true)
    expect(await advance()).toBe(false)
  })
})
