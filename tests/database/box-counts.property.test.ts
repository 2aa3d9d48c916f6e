import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxSchema } from '../../src/shared/contract/enums.ts'
import { boxCondition } from '../../src/main/core/database/tables/box-rules.ts'
import type { Placement } from '../../src/main/core/ports/messages.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { mail, seedAccount } from './fixtures.ts'
import { markReadAndQueue, markReadLocally } from '../support/sync/change-messages.ts'

const placement: fc.Arbitrary<Placement> = fc.record({
  labels: fc.subarray(['INBOX', 'STARRED', 'Label_1']),
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
)

describe.each(DIALECTS)('box counters on %s', (dialect) => {
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
      }),
      { seed: 20260301, numRuns: 60 },
    )
  })

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
