import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { createOutboxWorker, type OutboxWorker } from '#core/outbox/outbox-worker.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { outboxRow, seedAccount, type Seeded } from '../database/fixtures.ts'
import { createFailingStore } from '../support/database/failing-store.ts'
import { testLeases } from '../support/leases.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { createVirtualClock, type VirtualClock } from '../support/clocks/virtual-clock.ts'

const HOUR_MS = 3_600_000
const STEP_MS = 2_000

describe.each(DIALECTS)('the outbox worker (%s)', (dialect) => {
  let test: TestStore
  let clock: VirtualClock
  let worker: OutboxWorker | null = null
  let sent: string[]
  let errors: string[]
  let drafts = 0
  const sentDrafts = new Set<string>()
  const copyOf = (draftId: string) => ({
    providerMessageId: `sent of ${draftId}`,
    providerThreadId: 't',
  })

  beforeEach(async () => {
    test = await openTestStore(dialect)
    clock = createVirtualClock()
    sent = []
    errors = []
  })
  afterEach(async () => {
    await worker?.stop()
    await test.dispose()
  })

  /** A provider that takes every message at once and knows what it sent. */
  const providerOf = (accountId: string): MailProvider =>
    ({
      fetchProfile: async () => ({ emailAddress: '', messagesTotal: 0, cursor: '1' }),
      createDraft: async () => {
        drafts += 1
        return { draftId: `draft-${drafts}` }
      },
      sendDraft: async (draftId) => {
        sent.push(accountId)
        sentDrafts.add(draftId)
        return copyOf(draftId)
      },
      draftExists: async (draftId) => !sentDrafts.has(draftId),
      deleteDraft: async () => undefined,
      findSent: async (_appSendId, _cursor, draftId = '') =>
        sentDrafts.has(draftId) ? copyOf(draftId) : null,
    }) satisfies Partial<MailProvider> as Partial<MailProvider> as MailProvider

  function newWorker(store: Store): OutboxWorker {
    const record = (_fields: unknown, message?: string): void => void errors.push(message ?? '')
    const logger: Logger = {
      debug: () => undefined,
      info: () => undefined,
      warn: record,
      error: record,
    }
    return createOutboxWorker({
      store,
      files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
      mime: mimeRenderer,
      providers: { open: async ({ id }) => providerOf(id), close: () => undefined },
      events: { publish: () => undefined, subscribe: () => () => undefined },
      clock,
      logger,
      random: () => 0.5,
      leases: testLeases(store, clock),
      onSent: () => undefined,
    })
  }

  async function queue(seeded: Seeded, count: number): Promise<void> {
    await test.store.transaction(async (tx) => {
      for (let index = 0; index < count; index += 1) {
        await tx.outbox.insert(outboxRow(seeded, { notBefore: index }))
      }
    })
  }

  /** Lets simulated time pass in steps; reads in between let the worker's own queries end. */
  async function pass(
    ms: number,
    isOver: () => boolean = () => false,
    stepMs = STEP_MS,
  ): Promise<void> {
    for (let passed = 0; passed < ms && !isOver(); passed += stepMs) {
      await clock.run(clock.sleep(stepMs))
      for (let read = 0; read < 4; read += 1) await test.store.read.outbox.nextDueAt([])
    }
  }
  const untilSent = (count: number): Promise<void> => pass(HOUR_MS, () => sent.length >= count)

  it('gives every account its turn, however much of another is due', async () => {
    const busy = await seedAccount(test.store)
    const quiet = await seedAccount(test.store)
    await queue(busy, 60)
    await queue(quiet, 1)
    worker = newWorker(test.store)
    worker.start()
    await untilSent(61)
    // Both accounts send side by side; how far one gets meanwhile is the database's affair.
    expect(sent.indexOf(quiet.account.id)).toBeLessThan(10)
  })

  it('waits longer and longer for a database that refuses to claim, and says so once', async () => {
    const seeded = await seedAccount(test.store)
    await queue(seeded, 1)
    let writes = 0
    let isFull = true
    worker = newWorker(
      createFailingStore(test.store, {
        failsWrite: () => {
          writes += 1
          return isFull
        },
        failsRead: () => false,
      }),
    )
    worker.start()
    await pass(HOUR_MS, () => false, 10_000)
    expect(sent).toEqual([])
    expect(writes).toBeLessThan(100)
    expect(errors).toHaveLength(1)

    isFull = false
    await untilSent(1)
    expect(sent).toEqual([seeded.account.id])
  })

  it.each(['cancelled', 'put off'])(
    'leaves a message alone that was %s after it was listed',
    async (how) => {
      const seeded = await seedAccount(test.store)
      await queue(seeded, 1)
      const change =
        how === 'cancelled'
          ? { state: 'cancelled' as const }
          : { notBefore: clock.now() + 2 * HOUR_MS }
      const { outbox } = test.store.read
      const store: Store = {
        ...test.store,
        read: {
          ...test.store.read,
          outbox: {
            ...outbox,
            async dueByAccount(now, except) {
              const due = await outbox.dueByAccount(now, except)
              for (const { id } of due) {
                const row = await outbox.get(id)
                const { fencingToken = 0 } = row ?? {}
                const next = { ...change, fencingToken: fencingToken + 1 }
                await test.store.transaction((tx) => tx.outbox.update(id, fencingToken, next))
              }
              return due
            },
          },
        },
      }
      worker = newWorker(store)
      worker.start()
      await pass(60_000)
      expect(sent).toEqual([])
    },
  )

  it('takes text and files from what ended a month ago, and deletes it after a year', async () => {
    const seeded = await seedAccount(test.store)
    const now = clock.now()
    const file = { hash: 'ab'.repeat(32), sizeBytes: 3 }
    const attached = {
      hash: file.hash,
      name: 'a.pdf',
      contentType: 'application/pdf',
      isInline: false,
      contentId: null,
    }
    const daysAgo = (days: number) => ({ notBefore: now - days * 86_400_000 })
    const rows = [
      outboxRow(seeded, { id: 'year', state: 'sent', ...daysAgo(366) }),
      outboxRow(seeded, { id: 'month', state: 'sent', idempotencyKey: 'once', ...daysAgo(31) }),
      outboxRow(seeded, { id: 'taken back', state: 'cancelled', ...daysAgo(31) }),
      outboxRow(seeded, { id: 'failed', state: 'failed', ...daysAgo(400) }),
      outboxRow(seeded, { id: 'doubt', state: 'unknown', ...daysAgo(400) }),
      outboxRow(seeded, { id: 'recent', state: 'sent', ...daysAgo(29) }),
    ]
    await test.store.transaction(async (tx) => {
      await tx.files.save(file, now)
      for (const row of rows) await tx.outbox.insert(row, [attached])
    })
    worker = newWorker(test.store)
    worker.start()
    await pass(20_000)

    const { outbox } = test.store.read
    const left = await outbox.list(seeded.userId, { limit: 10 })
    const seen = await Promise.all(
      left.map(async ({ id, bodyHtml, bodyText, subject }) => ({
        id,
        hasText: bodyHtml !== '' && bodyText !== null,
        files: (await outbox.listFiles(id)).length,
        subject,
      })),
    )
    const whole = { hasText: true, files: 1, subject: 'Hello' }
    const stripped = { hasText: false, files: 0, subject: 'Hello' }
    expect(seen.toSorted((one, other) => one.id.localeCompare(other.id))).toEqual([
      { id: 'doubt', ...whole },
      { id: 'failed', ...whole },
      { id: 'month', ...stripped },
      { id: 'recent', ...whole },
      { id: 'taken back', ...stripped },
    ])
    expect((await outbox.getByIdempotencyKey(seeded.userId, 'once'))?.id).toBe('month')
  })

  it('sends each of 40 messages once on a store that fails one write in ten', async () => {
    const seeded = await seedAccount(test.store)
    const other = await seedAccount(test.store)
    await queue(seeded, 20)
    await queue(other, 20)
    let writes = 0
    worker = newWorker(
      createFailingStore(test.store, {
        failsWrite: () => (writes += 1) % 10 === 0,
        failsRead: () => false,
      }),
    )
    worker.start()
    await untilSent(40)
    await pass(HOUR_MS, () => false, 30_000)
    expect(sent.filter((id) => id === seeded.account.id)).toHaveLength(20)
    expect(sent).toHaveLength(40)
    const { userId } = seeded
    const states = await test.store.read.outbox.list(userId, { limit: 100 })
    expect(states.map(({ state }) => state)).toEqual(Array.from({ length: 20 }, () => 'sent'))
    expect(writes).toBeLessThan(1_000)
  })
})
