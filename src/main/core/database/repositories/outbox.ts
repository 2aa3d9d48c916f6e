import {
  and,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  lt,
  lte,
  min,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import type { OutboxReader, OutboxRepository } from '../../ports/store.ts'
import { isEmptyChange } from './is-empty-change.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Open work: not begun, or begun and held until `notBefore` (a lease, or the time of a look). */
const OPEN = ['scheduled', 'waiting', 'sending'] as const

/** Ended well; a failed message, or one in doubt, waits for the person. */
const FINISHED = ['sent', 'cancelled'] as const

/** Reads the outbox. The mailbox is the account's. */
export function outboxReader({ db, tables }: ReadSession): OutboxReader {
  const { accounts, files, outbox, outboxFiles } = tables
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
    async listFiles(id) {
      const { hash, name, contentType, isInline, contentId } = outboxFiles
      return await db
        .select({ hash, name, contentType, isInline, contentId, sizeBytes: files.sizeBytes })
        .from(outboxFiles)
        .innerJoin(files, eq(files.hash, hash))
        .where(eq(outboxFiles.outboxId, id))
        .orderBy(outboxFiles.position)
    },
    async list(userId, { state, limit }) {
      return await db
        .select({ ...withoutMime(getTableColumns(outbox)), mailboxId: accounts.mailboxId })
        .from(outbox)
        .innerJoin(accounts, eq(accounts.id, outbox.accountId))
        .where(
          and(eq(outbox.userId, userId), state === undefined ? undefined : eq(outbox.state, state)),
        )
        .orderBy(desc(outbox.createdAt), desc(outbox.id))
        .limit(limit)
    },
    async dueByAccount(now, exceptAccountIds) {
      const ranked = db
        .select({
          id: outbox.id,
          accountId: outbox.accountId,
          rank: sql<number>`row_number() over (partition by ${outbox.accountId} order by ${outbox.notBefore}, ${outbox.id})`.as(
            'rank',
          ),
        })
        .from(outbox)
        .where(
          and(
            inArray(outbox.state, OPEN),
            lte(outbox.notBefore, now),
            notInArray(outbox.accountId, exceptAccountIds),
          ),
        )
        .as('ranked')
      return await db
        .select({ id: ranked.id, accountId: ranked.accountId })
        .from(ranked)
        .where(eq(ranked.rank, 1))
    },
    async nextDueAt(exceptAccountIds) {
      const [row] = await db
        .select({ at: min(outbox.notBefore) })
        .from(outbox)
        .where(and(inArray(outbox.state, OPEN), notInArray(outbox.accountId, exceptAccountIds)))
      return row?.at ?? null
    },
  }
}

/** Reads and changes the outbox. */
export function outboxRepository(session: WriteSession): OutboxRepository {
  const { db } = session
  const { outbox, outboxFiles } = session.tables
  return {
    ...outboxReader(session),
    async insert({ mailboxId: _ofAccount, ...row }, files = []) {
      await db.insert(outbox).values(row)
      if (files.length === 0) return
      await db
        .insert(outboxFiles)
        .values(files.map((file, position) => ({ ...file, outboxId: row.id, position })))
    },
    async update(id, expectedFencingToken, { mailboxId: _ofAccount, ...change }) {
      const matches = and(eq(outbox.id, id), eq(outbox.fencingToken, expectedFencingToken))
      const changed = await db
        .update(outbox)
        .set(isEmptyChange(change) ? { fencingToken: expectedFencingToken } : change)
        .where(matches)
        .returning({ id: outbox.id })
      return changed.length > 0
    },
    async releaseClaims(accountId, now) {
      await db
        .update(outbox)
        .set({ notBefore: now, fencingToken: sql`${outbox.fencingToken} + 1` })
        .where(and(eq(outbox.accountId, accountId), eq(outbox.state, 'sending')))
    },
    async removeText(endedBefore) {
      const ended = and(inArray(outbox.state, FINISHED), lt(outbox.notBefore, endedBefore))
      await db
        .delete(outboxFiles)
        .where(
          inArray(outboxFiles.outboxId, db.select({ id: outbox.id }).from(outbox).where(ended)),
        )
      const hasText = or(
        ne(outbox.bodyHtml, ''),
        isNotNull(outbox.bodyText),
        isNotNull(outbox.mime),
      )
      const changed = await db
        .update(outbox)
        .set({ bodyHtml: '', bodyText: null, mime: null })
        .where(and(ended, hasText))
        .returning({ id: outbox.id })
      return changed.length
    },
    async deleteFinished(endedBefore) {
      const deleted = await db
        .delete(outbox)
        .where(and(inArray(outbox.state, FINISHED), lt(outbox.notBefore, endedBefore)))
        .returning({ id: outbox.id })
      return deleted.length
    },
  }
}

/** MIME of an earlier version can be 25 MB, and no list shows it. */
function withoutMime<T extends { mime: unknown }>({ mime: _mime, ...columns }: T): Omit<T, 'mime'> {
  return columns
}
