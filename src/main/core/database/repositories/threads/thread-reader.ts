import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { ThreadReader } from '../../../ports/threads.ts'
import { boxCondition } from '../../tables/box-rules.ts'
import { SORT_KEY, sortKeyOf } from '../../tables/sort-key.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Box } from '#shared/contract/enums.ts'
import { messageRow } from '../messages/message-row.ts'
import type { ReadSession } from '../db-session.ts'

type ThreadEntry = Tables['threadEntries']['$inferSelect']

/** Reads conversations. */
export function threadReader({ db, tables }: ReadSession): ThreadReader {
  const { accounts, messages, threadCounts, threadEntries, threads } = tables

  /** The message that puts each conversation where it is in the list, by conversation. */
  async function newestMessages(box: Box, entries: readonly ThreadEntry[]) {
    const newest = new Map<number, typeof messages.$inferSelect>()
    // The sort key of a conversation is its newest message's id, unless that message was bumped.
    const unbumped = await db
      .select()
      .from(messages)
      .where(
        inArray(
          messages.id,
          entries.map((entry) => entry.sortKey),
        ),
      )
    const byId = new Map(unbumped.map((message) => [message.id, message]))
    const bumped: ThreadEntry[] = []
    for (const entry of entries) {
      const message = byId.get(entry.sortKey)
      if (message?.threadId === entry.threadId && sortKeyOf(message) === entry.sortKey) {
        newest.set(entry.threadId, message)
      } else bumped.push(entry)
    }
    for (const { threadId, sortKey } of bumped) {
      const [message] = await db
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.threadId, threadId),
            sql`${sql.raw(SORT_KEY)} = ${sortKey}`,
            sql.raw(boxCondition(box)),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(1)
      if (message) newest.set(threadId, message)
    }
    return newest
  }

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
    const newest = await newestMessages(box, entries)
    return entries.flatMap(({ threadId, sortKey, total, unread }) => {
      const message = newest.get(threadId)
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
