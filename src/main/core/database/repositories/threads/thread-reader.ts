import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { ThreadReader } from '../../../ports/threads.ts'
import { boxCondition } from '../../tables/box-rules.ts'
import { SORT_KEY, sortKeyOf } from '../../tables/sort-key.ts'
import { messageRow } from '../messages/message-row.ts'
import type { ReadSession } from '../db-session.ts'

/** Reads conversations. */
export function threadReader({ db, tables }: ReadSession): ThreadReader {
  const { accounts, messages, threadCounts, threadEntries, threads } = tables

  const page: ThreadReader['page'] = async ({ mailboxId, box, limit, after }) => {
    const entries = await db
      .select()
      .from(threadEntries)
      .where(
        and(
          eq(threadEntries.mailboxId, mailboxId),
          eq(threadEntries.box, box),
          after && sql`(sort_key, thread_id) < (${after.sortKey}, ${after.id})`,
        ),
      )
      .orderBy(desc(threadEntries.sortKey), desc(threadEntries.threadId))
      .limit(limit)
    if (entries.length === 0) return []
    const found = await db
      .select({ message: messages })
      .from(messages)
      .where(
        and(
          inArray(
            messages.threadId,
            entries.map((entry) => entry.threadId),
          ),
          inArray(
            sql.raw(SORT_KEY),
            entries.map((entry) => entry.sortKey),
          ),
          sql.raw(boxCondition(box)),
        ),
      )
      .orderBy(asc(messages.id))
    const newest = new Map(
      found.map(({ message }) => [`${message.threadId} ${sortKeyOf(message)}`, message]),
    )
    return entries.flatMap(({ threadId, sortKey, total, unread }) => {
      const message = newest.get(`${threadId} ${sortKey}`)
      return message === undefined
        ? []
        : [{ id: threadId, sortKey, total, unread, newest: messageRow(message, mailboxId) }]
    })
  }

  const count: ThreadReader['count'] = async (mailboxId, box) => {
    const [row] = await db
      .select({ total: threadCounts.total, unread: threadCounts.unread })
      .from(threadCounts)
      .where(and(eq(threadCounts.mailboxId, mailboxId), eq(threadCounts.box, box)))
    return row ?? { total: 0, unread: 0 }
  }

  const resolve: ThreadReader['findCurrentId'] = async (threadId) => {
    const [row] = await db
      .select({ id: threads.id, mergedInto: threads.mergedInto })
      .from(threads)
      .where(eq(threads.id, threadId))
    return row ? (row.mergedInto ?? row.id) : null
  }

  const listMessages: ThreadReader['listMessages'] = async (threadId) => {
    const resolved = await resolve(threadId)
    if (resolved === null) return []
    const found = await db
      .select({ message: messages, mailboxId: accounts.mailboxId })
      .from(messages)
      .innerJoin(accounts, eq(accounts.id, messages.accountId))
      .where(eq(messages.threadId, resolved))
      .orderBy(asc(messages.id))
    return found.map(({ message, mailboxId }) => messageRow(message, mailboxId))
  }

  return { page, count, findCurrentId: resolve, listMessages: listMessages }
}
