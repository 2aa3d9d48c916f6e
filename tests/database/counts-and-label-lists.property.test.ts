import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { boxSchema } from '../../src/shared/contract/enums.ts'
import { SORT_KEY } from '../../src/main/core/database/tables/sort-key.ts'
import { boxCondition } from '../../src/main/core/database/tables/box-rules.ts'
import type { Placement } from '../../src/main/core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, seedAccount } from './fixtures.ts'
import { markReadAndQueue, markReadLocally } from '../support/sync/change-messages.ts'

const placement: fc.Arbitrary<Placement> = fc.record({
  labels: fc.subarray(['INBOX', 'STARRED', 'TRASH', 'Label_1']),
  isRead: fc.boolean(),
  isStarred: fc.boolean(),
  inInbox: fc.boolean(),
  isSent: fc.boolean(),
  isDraft: fc.boolean(),
  isSpam: fc.boolean(),
  isTrash: fc.boolean(),
})
// Few messages and many operations, so that they meet.
const messageId = fc.integer({ min: 0, max: 11 }).map((n) => `m${n}`)
const placed = fc.array(fc.tuple(messageId, placement), { maxLength: 8 })
const operation = fc.oneof(
  fc.record({ kind: fc.constant('upsert' as const), messages: placed }),
  fc.record({ kind: fc.constant('place' as const), messages: placed }),
  fc.record({
    kind: fc.constant('setRead' as const),
    ids: fc.array(messageId, { maxLength: 6 }),
    isRead: fc.boolean(),
    isQueued: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('delete' as const), ids: fc.array(messageId, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('fail' as const), messages: placed }),
  fc.record({
    kind: fc.constant('bump' as const),
    ids: fc.array(messageId, { maxLength: 4 }),
    to: fc.integer({ min: 0, max: 3 }),
  }),
)

describe.each(DIALECTS)('counters and label lists on %s', (dialect) => {
  let opened: TestStore
  beforeAll(async () => {
    opened = await openTestStore(dialect)
  })
  afterAll(async () => await opened.dispose())

  it('equal a count of the rows, whatever was done and undone', async () => {
    const { store } = opened
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 12 }), async (operations) => {
        const { account } = await seedAccount(store)
        for (const step of operations) {
          const done = store.transaction(async (tx) => {
            if (step.kind === 'upsert' || step.kind === 'fail') {
              const incoming = step.messages.map(([id, place]) => mail(id, { place }))
              await tx.messages.upsert(account.id, incoming)
              if (step.kind === 'fail') throw new Error('undone')
            } else if (step.kind === 'place') {
              await tx.messages.applyPlacements(
                account.id,
                step.messages.map(([id, to]) => ({ providerMessageId: id, placement: to })),
              )
            } else if (step.kind === 'delete') {
              await tx.messages.deleteByProviderId(account.id, step.ids)
            } else if (step.kind === 'bump') {
              const named = await tx.messages.findByNames(account.id, step.ids)
              const ids = [...named.values()].map(({ id }) => id)
              await tx.messages.bump(ids, 2 ** 50 + step.to)
            } else {
              const mark = step.isQueued ? markReadAndQueue : markReadLocally
              await mark(tx, account.id, step.ids, step.isRead)
            }
          })
          if (step.kind === 'fail') await expect(done).rejects.toThrow('undone')
          else await done
        }
        const counted = await store.read.messages.boxCounts([account.id])
        expect(counted).toEqual(await countRows(account.id))
        expect(await storedLabelLists(account.id)).toEqual(await labelListsOfRows(account.id))
      }),
      { seed: 20260301, numRuns: 60 },
    )
  })

  /** What each label lists in its order, and its counters, as they are stored. */
  async function storedLabelLists(accountId: string): Promise<string[]> {
    const lists = await opened.query(`select * from label_lists where account_id = '${accountId}'`)
    const described = await Promise.all(
      lists.map(async ({ id, label_id: label, total, unread }) => {
        const entries = await opened.query(
          `select * from label_entries where list_id = ${String(id)} order by sort_key desc, message_id desc`,
        )
        const ids = entries.map(
          (entry) => `${String(entry['sort_key'])}/${String(entry['message_id'])}`,
        )
        return {
          total: Number(total),
          text: `${String(label)} ${String(total)} ${String(unread)} ${ids.join()}`,
        }
      }),
    )
    return described
      .flatMap(({ total, text }) => (total === 0 && text.endsWith(' ') ? [] : [text]))
      .sort()
  }

  /** The same, computed from the rows of the messages. */
  async function labelListsOfRows(accountId: string): Promise<string[]> {
    const rows = await opened.query(
      `select *, ${SORT_KEY} as sort_key from messages where account_id = '${accountId}' order by ${SORT_KEY} desc, id desc`,
    )
    const lists = new Map<string, { ids: string[]; unread: number }>()
    for (const row of rows) {
      const labels = z.array(z.string()).parse(JSON.parse(String(row['labels'])))
      const isHidden = Boolean(row['is_spam']) || Boolean(row['is_trash'])
      for (const label of new Set(labels)) {
        if (isHidden && labels.length > 1 && label !== 'TRASH') continue
        const list = lists.get(label) ?? { ids: [], unread: 0 }
        lists.set(label, list)
        list.ids.push(`${String(row['sort_key'])}/${String(row['id'])}`)
        if (!row['is_read']) list.unread += 1
      }
    }
    return [...lists]
      .map(([label, { ids, unread }]) => `${label} ${ids.length} ${unread} ${ids.join()}`)
      .sort()
  }

  async function countRows(accountId: string) {
    const counts = boxSchema.options.map(
      (box) =>
        `select '${box}' as box, count(*) as total, count(case when not is_read then 1 end) as unread
         from messages where account_id = '${accountId}' and ${boxCondition(box)}`,
    )
    const rows = await opened.query(counts.join(' union all '))
    return boxSchema.options.map((box) => {
      const row = rows.find((candidate) => candidate['box'] === box)
      return { accountId, box, total: Number(row?.['total']), unread: Number(row?.['unread']) }
    })
  }
})
