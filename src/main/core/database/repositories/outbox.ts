import { and, asc, desc, eq, getTableColumns, inArray, lte, min } from 'drizzle-orm'
import type { OutboxReader, OutboxRepository } from '../../ports/store.ts'
import { isEmpty } from './rows-affected.ts'
import type { ReadSession, WriteSession } from './session.ts'

/** Open work: not begun, or begun and held until `notBefore` (a lease, or the time of a look). */
const OPEN = ['scheduled', 'waiting', 'sending'] as const

/** Reads the outbox. The mailbox is the account's. */
export function outboxReader({ db, tables }: ReadSession): OutboxReader {
  const { accounts, outbox } = tables
  const rows = () =>
    db
      .select({ ...getTableColumns(outbox), mailboxId: accounts.mailboxId })
      .from(outbox)
      .innerJoin(accounts, eq(accounts.id, outbox.accountId))
  return {
    async get(id) {
      const [row] = await rows().where(eq(outbox.id, id))
      return row ?? null
    },
    async getByIdempotencyKey(userId, key) {
      const [row] = await rows().where(
        and(eq(outbox.userId, userId), eq(outbox.idempotencyKey, key)),
      )
      return row ?? null
    },
    async list(userId, { state, limit }) {
      return await rows()
        .where(
          and(eq(outbox.userId, userId), state === undefined ? undefined : eq(outbox.state, state)),
        )
        .orderBy(desc(outbox.createdAt), desc(outbox.id))
        .limit(limit)
    },
    async due(now, limit) {
      return await rows()
        .where(and(inArray(outbox.state, OPEN), lte(outbox.notBefore, now)))
        .orderBy(asc(outbox.notBefore), asc(outbox.id))
        .limit(limit)
    },
    async nextDueAt() {
      const [row] = await db
        .select({ at: min(outbox.notBefore) })
        .from(outbox)
        .where(inArray(outbox.state, OPEN))
      return row?.at ?? null
    },
  }
}

/** Reads and changes the outbox. */
export function outboxRepository(session: WriteSession): OutboxRepository {
  const { db } = session
  const { outbox } = session.tables
  return {
    ...outboxReader(session),
    async insert({ mailboxId: _ofAccount, ...row }) {
      await db.insert(outbox).values(row)
    },
    async update(id, expectedFencingToken, { mailboxId: _ofAccount, ...change }) {
      const matches = and(eq(outbox.id, id), eq(outbox.fencingToken, expectedFencingToken))
      const changed = await db
        .update(outbox)
        .set(isEmpty(change) ? { fencingToken: expectedFencingToken } : change)
        .where(matches)
        .returning({ id: outbox.id })
      return changed.length > 0
    },
  }
}
