import { sql } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import type { Columns } from './columns.ts'
import type { AccountTables } from './account-tables.ts'

/** Conversations and their lists. */
export function threadTables(c: Columns, { mailboxes }: Pick<AccountTables, 'mailboxes'>) {
  /** Conversations. One that was merged into another stays as a row that leads to it. */
  const threads = c.table(
    'threads',
    {
      id: c.bigint().primaryKey(),
      mailboxId: c
        .text()
        .notNull()
        .references(() => mailboxes.id, { onDelete: 'cascade' }),
      mergedInto: c.bigint(),
    },
    (t) => [
      c.index('threads_by_mailbox').on(t.mailboxId),
      c
        .index('threads_merged')
        .on(t.mergedInto)
        .where(sql`merged_into is not null`),
    ],
  )

  const threadId = () =>
    c
      .bigint()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' })

  /** By what messages find their conversation; see repositories/threads/thread-keys.ts. */
  const threadKeys = c.table(
    'thread_keys',
    { key: c.text().primaryKey(), threadId: threadId() },
    (t) => [c.index('thread_keys_by_thread').on(t.threadId)],
  )

  /** A conversation in the list of a box. Kept true by every write to `messages`. */
  const threadEntries = c.table(
    'thread_entries',
    {
      threadId: threadId(),
      box: c.text().$type<Box>().notNull(),
      mailboxId: c.text().notNull(),
      /** The sort key of its first message in the box: lists are newest first. */
      sortKey: c.bigint().notNull(),
      total: c.int().notNull(),
      unread: c.int().notNull(),
    },
    (t) => [
      c.primaryKey(t.threadId, t.box),
      c.index('thread_entries_by_box').on(t.mailboxId, t.box, t.sortKey, t.threadId),
    ],
  )

  /** Conversations in a box, and those of them with unread messages. */
  const threadCounts = c.table(
    'thread_counts',
    {
      mailboxId: c
        .text()
        .notNull()
        .references(() => mailboxes.id, { onDelete: 'cascade' }),
      box: c.text().$type<Box>().notNull(),
      total: c.int().notNull(),
      unread: c.int().notNull(),
    },
    (t) => [c.primaryKey(t.mailboxId, t.box)],
  )

  return { threads, threadKeys, threadEntries, threadCounts }
}
