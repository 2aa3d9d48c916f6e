import { sql } from 'drizzle-orm'
import type { Person } from '#shared/contract/fields.ts'
import type { Box } from '#shared/contract/enums.ts'
import { BOX_RULES } from './box-rules.ts'
import { SORT_KEY } from './sort-key.ts'
import type { Columns } from './columns.ts'
import type { AccountTables } from './account-tables.ts'

/** Messages, what belongs to one, and the counters of boxes. */
export function messageTables(c: Columns, { accounts }: Pick<AccountTables, 'accounts'>) {
  const accountId = () =>
    c
      .text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' })

  const messages = c.table(
    'messages',
    {
      /** See message-id.ts. */
      id: c.bigint().primaryKey(),
      accountId: accountId(),
      providerMessageId: c.text().notNull(),
      providerThreadId: c.text().notNull(),
      rfcMessageId: c.text(),
      fromName: c.text().notNull(),
      fromEmail: c.text().notNull(),
      to: c.json<Person[]>().notNull(),
      cc: c.json<Person[]>().notNull(),
      subject: c.text().notNull(),
      snippet: c.text().notNull(),
      receivedAt: c.epochMs().notNull(),
      sizeBytes: c.bigint().notNull(),
      hasAttachments: c.bool().notNull(),
      isRead: c.bool().notNull(),
      isStarred: c.bool().notNull(),
      inInbox: c.bool().notNull(),
      isSent: c.bool().notNull(),
      isDraft: c.bool().notNull(),
      isSpam: c.bool().notNull(),
      isTrash: c.bool().notNull(),
      labels: c.json<string[]>().notNull(),
      /** The conversation; null until the backfill has come to mail of an earlier version. */
      threadId: c.bigint(),
      /** Where lists show the message in place of its id; see sort-key.ts. */
      bumpedKey: c.bigint(),
      /** False until the backfill has entered mail of an earlier version in the lists of its labels. */
      isInLabelLists: c.bool().notNull().default(false),
    },
    (t) => [
      c.uniqueIndex('messages_by_provider_id').on(t.accountId, t.providerMessageId),
      c
        .index('messages_by_rfc_id')
        .on(t.rfcMessageId)
        .where(sql`rfc_message_id is not null`),
      c
        .index('messages_by_thread')
        .on(t.threadId, t.id)
        .where(sql`thread_id is not null`),
      ...BOX_RULES.map(({ box, condition }) =>
        c
          .index(`messages_${box.toLowerCase()}`)
          .on(t.accountId, sql.raw(SORT_KEY), t.id)
          .where(sql.raw(condition)),
      ),
    ],
  )

  /** What only opening a message needs: compressed JSON, see repositories/stored-content.ts. */
  const messageContents = c.table('message_contents', {
    messageId: c
      .bigint()
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    data: c.bytes().notNull(),
  })

  /**
   * Header fields that outlive the body: replies, conversations, unsubscribing and bounces need
   * them. Mail stored before this table existed has no row until its backfill comes to it.
   */
  const messageHeaders = c.table('message_headers', {
    messageId: c
      .bigint()
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    inReplyTo: c.text(),
    references: c.json<string[]>().notNull(),
    autoSubmitted: c.text(),
    listUnsubscribe: c.text(),
    listUnsubscribePost: c.text(),
    reportType: c.text(),
  })

  /**
   * The folded words of messages whose body is not kept, compressed: with the bodies of all others
   * they are what the search index is rebuilt from.
   */
  const searchTexts = c.table('search_texts', {
    messageId: c
      .bigint()
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    data: c.bytes().notNull(),
  })

  /** Which file of the content-addressed store holds an attachment that was fetched. */
  const attachmentFiles = c.table(
    'attachment_files',
    {
      messageId: c
        .bigint()
        .notNull()
        .references(() => messages.id, { onDelete: 'cascade' }),
      partId: c.text().notNull(),
      hash: c.text().notNull(),
    },
    (t) => [c.primaryKey(t.messageId, t.partId), c.index('attachment_files_by_hash').on(t.hash)],
  )

  /** Kept true by every write to `messages`, so that a count never walks a box. */
  const boxCounts = c.table(
    'box_counts',
    {
      accountId: accountId(),
      box: c.text().$type<Box>().notNull(),
      total: c.int().notNull(),
      unread: c.int().notNull(),
    },
    (t) => [c.primaryKey(t.accountId, t.box)],
  )

  return { messages, messageContents, messageHeaders, searchTexts, attachmentFiles, boxCounts }
}
