import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxSchema, type Box } from '#shared/contract/enums.ts'
import type { IncomingMessage, MessageRow, Placement } from '#core/ports/messages.ts'
import type { ThreadRow } from '#core/ports/threads.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { keyOf, ThreadModel } from '../support/sync/thread-model.ts'
import { mail, NOW, seedAccount } from './fixtures.ts'
import { markReadLocally } from '../support/sync/change-messages.ts'
import { storedPlacements } from '../support/database/stored-messages.ts'

const placement: fc.Arbitrary<Placement> = fc.record({
  labels: fc.constant(['INBOX']),
  isRead: fc.boolean(),
  isStarred: fc.boolean(),
  inInbox: fc.boolean(),
  isSent: fc.boolean(),
  isDraft: fc.boolean(),
  isSpam: fc.boolean(),
  isTrash: fc.boolean(),
})
// Small pools, so that messages meet in every way; a few ids that name nothing.
const rfcId = fc.constantFrom('a@x', 'b@x', 'c@x.org', 'd@x.org', 'e@x.org', '', '<>', '1', '@')
const accountIndex = fc.integer({ min: 0, max: 2 })
const providerId = fc.integer({ min: 0, max: 9 }).map((n) => `m${n}`)
const incoming: fc.Arbitrary<IncomingMessage> = fc
  .record({
    providerMessageId: providerId,
    providerThreadId: fc.integer({ min: 0, max: 5 }).map((n) => `t${n}`),
    rfcMessageId: fc.option(rfcId),
    inReplyTo: fc.option(rfcId),
    references: fc.array(rfcId, { maxLength: 3 }),
    subject: fc.constantFrom('Plan', 'Re: Plan', 'Fwd: RE: plan', 'Other', ''),
    receivedAt: fc.integer({ min: 0, max: 20 }).map((n) => NOW + n * 1000),
    place: placement,
  })
  .map(({ providerMessageId, ...rest }) => mail(providerMessageId, rest))
const operation = fc.record({
  account: accountIndex,
  step: fc.oneof(
    fc.record({
      kind: fc.constantFrom('store' as const, 'fail' as const),
      messages: fc.array(incoming, { maxLength: 6 }),
    }),
    fc.record({
      kind: fc.constant('store' as const),
      messages: fc.array(incoming, { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('place' as const),
      messages: fc.array(fc.tuple(providerId, placement), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('read' as const),
      isRead: fc.boolean(),
      ids: fc.array(providerId, { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('delete' as const),
      ids: fc.array(providerId, { maxLength: 3 }),
    }),
  ),
})

describe.each(DIALECTS)('conversations on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  it('are those of a plain model, with true lists and counters, whatever was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), async (operations) => {
        const world = await newWorld()
        for (const { account, step } of operations) await world.carryOut(account, step)
        await world.check()
      }),
      { seed: 20260302, numRuns: 120 },
    )
  })

  type Step = Parameters<Parameters<typeof operation.map>[0]>[0]['step']

  /** Two accounts in one mailbox and one in another of the same person, each with its model. */
  async function newWorld() {
    const { store } = opened
    const first = await seedAccount(store)
    const { userId, mailboxId } = first
    const second = await seedAccount(store, { userId, mailboxId })
    const other = await seedAccount(store, { userId })
    const shared = new ThreadModel()
    const apart = new ThreadModel()
    const accounts = [
      { id: first.account.id, model: shared },
      { id: second.account.id, model: shared },
      { id: other.account.id, model: apart },
    ]
    const mailboxes = [
      { id: mailboxId, model: shared, accountIds: [first.account.id, second.account.id] },
      { id: other.mailboxId, model: apart, accountIds: [other.account.id] },
    ]
    /** Every conversation id a message was ever seen with. */
    const idsSeen = new Map<string, Set<number>>()

    async function carryOut(index: number, step: Step): Promise<void> {
      const account = accounts[index]
      if (!account) throw new Error('no such account')
      const { id: accountId, model } = account
      const done = store.transaction(async (tx) => {
        const { messages } = tx
        switch (step.kind) {
          case 'store':
          case 'fail':
            await messages.upsert(accountId, step.messages)
            if (step.kind === 'fail') throw new Error('undone')
            break
          case 'place':
            await messages.applyPlacements(
              accountId,
              step.messages.map(([providerMessageId, to]) => ({
                providerMessageId,
                placement: to,
              })),
            )
            break
          case 'read':
            await markReadLocally(tx, accountId, step.ids, step.isRead)
            break
          case 'delete':
            await messages.deleteByProviderId(accountId, step.ids)
        }
      })
      if (step.kind === 'fail') return expect(done).rejects.toThrow('undone')
      await done
      if (step.kind === 'store') model.store(step.messages.map((one) => ({ ...one, accountId })))
      if (step.kind === 'delete') {
        for (const providerMessageId of step.ids) {
          model.delete(accountId, providerMessageId)
          // What comes back with the same keys finds its conversation; that has a test of its own.
          idsSeen.delete(keyOf({ accountId, providerMessageId }))
        }
      }
      for (const row of await rowsOf([accountId])) {
        const ids = idsSeen.get(keyOf(row)) ?? new Set()
        idsSeen.set(keyOf(row), ids.add(row.threadId ?? 0))
      }
    }

    async function check(): Promise<void> {
      for (const { id, model, accountIds } of mailboxes) {
        const rows = await rowsOf(accountIds)
        const threads = Map.groupBy(rows, (row) => row.threadId)
        const partition = [...threads.values()]
          .map((members) => members.map(keyOf).sort())
          .sort((one, two) => ((one[0] ?? '') < (two[0] ?? '') ? -1 : 1))
        expect(partition).toEqual(model.partition())
        for (const row of rows) {
          for (const earlier of idsSeen.get(keyOf(row)) ?? []) {
            expect(await store.read.threads.findCurrentId(earlier)).toBe(row.threadId)
          }
        }
        for (const box of boxSchema.options) await checkBox(id, box, rows)
      }
    }

    async function checkBox(id: string, box: Box, rows: MessageRow[]): Promise<void> {
      const inBox = rows.filter((row) => shownIn(row).includes(box))
      const expected = [...Map.groupBy(inBox, (row) => row.threadId)]
        .map(([threadId, members]) => ({
          id: threadId,
          newest: Math.max(...members.map((row) => row.id)),
          total: members.length,
          unread: members.filter((row) => !row.isRead).length,
        }))
        .sort((one, two) => two.newest - one.newest)
      const listed = await wholeList(id, box)
      expect(
        listed.map(({ id: threadId, newest, total, unread }) => ({
          id: threadId,
          newest: newest.id,
          total,
          unread,
        })),
      ).toEqual(expected)
      expect(await store.read.threads.count(id, box)).toEqual({
        total: expected.length,
        unread: expected.filter(({ unread }) => unread > 0).length,
      })
    }

    return { carryOut, check }
  }

  /** Box flags are not on a listed row, so they are read behind the store's back. */
  interface FlaggedRow extends MessageRow {
    flags: Placement
  }

  async function rowsOf(accountIds: string[]): Promise<FlaggedRow[]> {
    const rows: FlaggedRow[] = []
    for (const accountId of accountIds) {
      const placements = await storedPlacements(opened.store, accountId)
      for (const [providerMessageId, flags] of placements) {
        const row = await opened.store.read.messages.getByProviderId(accountId, providerMessageId)
        if (row) rows.push({ ...row, flags })
      }
    }
    return rows
  }

  function shownIn(row: MessageRow): Box[] {
    const { flags } = row as FlaggedRow
    if (flags.isTrash) return ['TRASH']
    if (flags.isSpam) return ['SPAM']
    if (flags.isDraft) return []
    const boxes: Box[] = ['ALL_MAIL']
    if (flags.inInbox) boxes.push('INBOX')
    if (flags.isSent) boxes.push('SENT')
    if (!flags.inInbox && !flags.isSent) boxes.push('ARCHIVE')
    if (flags.isStarred) boxes.push('STARRED')
    return boxes
  }

  async function wholeList(mailboxId: string, box: Box): Promise<ThreadRow[]> {
    const listed: ThreadRow[] = []
    for (;;) {
      const after = listed.at(-1)
      const page = await opened.store.read.threads.page({ mailboxId, box, limit: 2, after })
      listed.push(...page)
      if (page.length < 2) return listed
    }
  }
})
