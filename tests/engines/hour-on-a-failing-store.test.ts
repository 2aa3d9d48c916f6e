import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BACKFILLS } from '#core/backfills/all-backfills.ts'
import { createBackfillEngine, type BackfillEngine } from '#core/backfills/backfill-engine.ts'
import { rebuildSearchIndex } from '#core/backfills/search-index.ts'
import type { Logger } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import type { CoreEvent } from '#shared/events.ts'
import { createRandom, type Random } from '#simulator/control/seeded-random.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { createWorkClock, type WorkClock } from '../support/clocks/work-clock.ts'
import { createFailingStore } from '../support/database/failing-store.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { changeAndQueue } from '../support/sync/change-messages.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'
const MINUTE_MS = 60_000
const POLL_MS = 30_000
/** Time for the last change to arrive, while writes still fail. */
const LAST_MINUTES = 10

// Some ten seconds each; a machine under load takes longer.
vi.setConfig({ testTimeout: 120_000 })

/** A store that fails one write in ten, and what came of it. */
function failOneWriteInTen(random: Random) {
  const counts = { writes: 0, failures: 0 }
  const log: string[] = []
  const record = (_fields: unknown, message = ''): void => void log.push(message)
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: record,
    error: record,
  }
  const wrap = (store: Store): Store =>
    createFailingStore(store, {
      failsWrite() {
        counts.writes += 1
        const fails = random.chance(0.1)
        if (fails) counts.failures += 1
        return fails
      },
      failsRead: () => false,
    })
  return { counts, log, logger, wrap }
}

describe.each(DIALECTS)(
  'an hour of the sync on a store that fails one write in ten (%s)',
  (dialect) => {
    let clock: WorkClock
    let random: Random
    let failing: ReturnType<typeof failOneWriteInTen>
    let world: SyncEnvironment
    let account: SyncedAccount

    beforeEach(async () => {
      clock = createWorkClock()
      random = createRandom(15)
      failing = failOneWriteInTen(createRandom(7))
      const jitter = createRandom(3)
      world = await createSyncEnvironment({
        dialect,
        clock,
        pollIntervalMs: POLL_MS,
        simulator: { now: () => clock.now() },
        random: () => jitter.next(),
        logger: failing.logger,
        wrapStore: (store) => clock.watch(failing.wrap(store)),
      })
      world.simulator.accounts.create({ email: EMAIL, messages: 150 })
      account = await world.addAccount(EMAIL)
      await world.engine.start()
    })
    afterEach(async () => {
      await world.dispose()
      clock.dispose()
    })

    const idsThere = (): string[] =>
      [...world.simulator.accounts.get(EMAIL).messages()].map(({ id }) => id)

    async function expectAllInOrder(): Promise<void> {
      await expectGmailSynced(world.store, world.simulator, account)
      const counts = await world.store.read.messages.boxCounts([account.id])
      const truth = [...world.simulator.accounts.get(EMAIL).messages()]
      const inBox = (label: string): number =>
        truth.filter(({ labelIds }) => labelIds.includes(label)).length
      for (const [box, label] of [
        ['INBOX', 'INBOX'],
        ['SPAM', 'SPAM'],
        ['TRASH', 'TRASH'],
      ] as const) {
        expect(counts.find((count) => count.box === box)?.total ?? 0, box).toBe(inBox(label))
      }
      expect(world.engine.progressOf(account.id).phase).toBe('complete')
      expect((await world.store.read.accounts.get(account.id))?.lastError).toBeNull()
    }

    /** Failures are reported, at most once each, and neither the database nor the provider is hammered. */
    function expectReportedAndCalm(): void {
      expect(failing.counts.failures).toBeGreaterThan(5)
      expect(failing.log.length).toBeGreaterThan(0)
      expect(failing.log.length).toBeLessThanOrEqual(failing.counts.failures)
      expect(failing.counts.writes).toBeLessThan(1_500)
      expect(clock.requests()).toBeLessThan(2_000)
    }

    it('ends with exactly what the provider has, and answers every “Sync now”', async () => {
      const there = world.simulator.accounts.get(EMAIL)
      const answers: Promise<'synced' | 'failed'>[] = []
      let answered = 0
      for (let minute = 0; minute < 60; minute += 1) {
        world.simulator.accounts.deliver(EMAIL, { subject: `Minute ${minute}` })
        const ids = idsThere()
        const id = ids[random.below(ids.length)] ?? ''
        if (random.chance(0.2)) there.delete([id])
        else if (random.chance(0.5)) there.modify([id], { add: ['STARRED'], remove: ['UNREAD'] })
        else there.modify([id], { add: ['UNREAD'], remove: ['INBOX'] })
        if (minute % 5 === 0) {
          const answer = world.engine.syncNow(account.id).then(
            () => 'synced' as const,
            () => 'failed' as const,
          )
          answers.push(answer.finally(() => void (answered += 1)))
        }
        await clock.pass(MINUTE_MS)
      }
      await clock.pass(LAST_MINUTES * MINUTE_MS)
      expect(answered).toBe(answers.length)
      expect(await Promise.all(answers)).toContain('synced')
      await expectAllInOrder()
      expectReportedAndCalm()
    })

    it('brings every queued change to the provider in its final state', async () => {
      await clock.pass(5 * MINUTE_MS)
      const ids = idsThere()
      const wanted = new Map<string, { UNREAD?: boolean; STARRED?: boolean }>()
      for (let turn = 0; turn < 60; turn += 1) {
        const some = Array.from({ length: 1 + random.below(5) }, () => ids[random.below(20)] ?? '')
        const value = random.chance(0.5)
        const kind = random.pick(['read', 'star'] as const)
        await world.store.transaction((tx) => changeAndQueue(tx, account.id, some, { kind, value }))
        for (const id of some) {
          wanted.set(id, {
            ...wanted.get(id),
            ...(kind === 'read' ? { UNREAD: !value } : { STARRED: value }),
          })
        }
        world.engine.changeQueued(account.id)
        await clock.pass(MINUTE_MS)
      }
      await clock.pass(LAST_MINUTES * MINUTE_MS)
      expect(await world.store.read.pendingChanges.countPending(account.id)).toBe(0)
      expect(await world.store.read.pendingChanges.list([account.id], 10)).toEqual([])
      for (const [id, labels] of wanted) {
        const { labelIds = [] } = world.simulator.accounts.get(EMAIL).message(id) ?? {}
        for (const [label, isSet] of Object.entries(labels)) {
          expect(labelIds.includes(label), `${label} of ${id}`).toBe(isSet)
        }
      }
      await expectAllInOrder()
      expectReportedAndCalm()
      expect(failing.log).toContain('queued changes wait')
    })
  },
)

describe.each(DIALECTS)(
  'an hour of the backfills on a store that fails one write in ten (%s)',
  (dialect) => {
    let clock: WorkClock
    let opened: TestStore
    let engine: BackfillEngine | null = null

    beforeEach(async () => {
      clock = createWorkClock()
      opened = await openTestStore(dialect)
    })
    afterEach(async () => {
      await engine?.stop()
      await opened.dispose()
      clock.dispose()
    })

    it('ends each of them complete, and then rests', async () => {
      const { store } = opened
      const messages = 700
      const { account } = await seedAccount(store)
      const all = Array.from({ length: messages }, (_, index) =>
        mail(`m${index}`, {
          receivedAt: NOW - index * 1000,
          body: { html: null, text: 'needle' },
        }),
      )
      await store.transaction((tx) => tx.messages.upsert(account.id, all))
      const found = (): Promise<number> =>
        store.read.messages.count({ accountIds: [account.id], box: 'ALL_MAIL', search: 'needle' })
      const countsBefore = await store.read.messages.boxCounts([account.id])

      const failing = failOneWriteInTen(createRandom(7))
      const jitter = createRandom(3)
      const ended: Extract<CoreEvent, { type: 'backfill.progress' }>[] = []
      engine = createBackfillEngine({
        store: clock.watch(failing.wrap(store)),
        providers: { open: () => Promise.reject(new Error('none')), close: () => undefined },
        events: {
          publish(_userId, event) {
            if (event.type === 'backfill.progress' && event.isDone) ended.push(event)
          },
          subscribe: () => () => undefined,
        },
        clock,
        logger: failing.logger,
        random: () => jitter.next(),
        backfills: BACKFILLS,
        isIdle: () => true,
      })
      engine.start()

      const names = BACKFILLS.filter(({ needsProvider }) => !needsProvider).map(({ name }) => name)
      const rounds = 6
      for (let round = 0; round < rounds; round += 1) {
        await rebuildSearchIndex(store, engine)
        await store.transaction(async ({ backfills }) => {
          for (const name of names) await backfills.start(account.id, name)
        })
        engine.wake()
        await clock.pass(10 * MINUTE_MS)
        expect(await store.read.backfills.listPending()).toEqual([])
        expect(await found()).toBe(messages)
      }
      expect(ended).toHaveLength(rounds * names.length)
      for (const { done, total } of ended)
        expect({ done, total }).toEqual({ done: messages, total: messages })
      expect(await store.read.messages.boxCounts([account.id])).toEqual(countsBefore)

      const { writes, failures } = failing.counts
      expect(failures).toBeGreaterThan(5)
      expect(failing.log.length).toBeGreaterThan(0)
      expect(failing.log.length).toBeLessThanOrEqual(failures)
      expect(writes).toBeLessThan(1.5 * rounds * names.length * (messages / 100 + 1))
      await clock.pass(60 * MINUTE_MS)
      expect(failing.counts.writes).toBe(writes)
    })
  },
)
