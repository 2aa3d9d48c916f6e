import type { Person } from '#shared/contract/fields.ts'
import type { OutboxState } from '#shared/contract/enums.ts'
import type { StoredError } from '../../ports/accounts.ts'
import type { DraftRow } from '../../ports/store.ts'
import type { Columns } from './columns.ts'
import type { AccountTables } from './account-tables.ts'

/** What the person writes: drafts, outgoing mail and their files. */
export function writingTables(
  c: Columns,
  { accounts, users }: Pick<AccountTables, 'accounts' | 'users'>,
) {
  const accountId = () =>
    c
      .text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' })

  const ownerId = () =>
    c
      .text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' })

  /**
   * Files of the content-addressed store. A table that needs a file references this one and is listed
   * in FILE_REFERENCES (repositories/files.ts); what nobody references is deleted after an hour.
   */
  const files = c.table(
    'files',
    {
      /** SHA-256 of the content, hex; the file's name on the disk. */
      hash: c.text().primaryKey(),
      sizeBytes: c.bigint().notNull(),
      /** When it was stored, or stored again. */
      createdAt: c.epochMs().notNull(),
    },
    (t) => [c.index('files_by_age').on(t.createdAt)],
  )

  /** Content of files that several hosts share, in order. Only on a database that hosts can share. */
  const fileChunks = c.table(
    'file_chunks',
    {
      fileHash: c
        .text()
        .notNull()
        .references(() => files.hash, { onDelete: 'cascade' }),
      position: c.int().notNull(),
      data: c.bytes().notNull(),
    },
    (t) => [c.primaryKey(t.fileHash, t.position)],
  )

  const drafts = c.table(
    'drafts',
    {
      id: c.text().primaryKey(),
      accountId: accountId(),
      to: c.json<Person[]>().notNull(),
      cc: c.json<Person[]>().notNull(),
      bcc: c.json<Person[]>().notNull(),
      subject: c.text().notNull(),
      bodyHtml: c.text().notNull(),
      inReplyTo: c.text(),
      /** The address it is to leave from; null for the account's own. */
      from: c.text(),
      syncState: c.text().$type<DraftRow['syncState']>().notNull(),
      /** Rises with every change, its files included. */
      version: c.int().notNull().default(1),
      /** Its copy at the provider, where there is one. */
      providerDraftId: c.text(),
      providerMessageId: c.text(),
      createdAt: c.epochMs().notNull(),
      updatedAt: c.epochMs().notNull(),
    },
    (t) => [c.index('drafts_by_account').on(t.accountId, t.updatedAt)],
  )

  /** The files of a draft, in order. */
  const draftFiles = c.table(
    'draft_files',
    {
      id: c.text().primaryKey(),
      draftId: c
        .text()
        .notNull()
        .references(() => drafts.id, { onDelete: 'cascade' }),
      position: c.int().notNull(),
      hash: c
        .text()
        .notNull()
        .references(() => files.hash),
      name: c.text().notNull(),
      contentType: c.text().notNull(),
    },
    (t) => [
      c.index('draft_files_by_draft').on(t.draftId, t.position),
      c.index('draft_files_by_hash').on(t.hash),
    ],
  )

  const outbox = c.table(
    'outbox',
    {
      id: c.text().primaryKey(),
      accountId: accountId(),
      userId: ownerId(),
      idempotencyKey: c.text(),
      state: c.text().$type<OutboxState>().notNull(),
      to: c.json<Person[]>().notNull(),
      cc: c.json<Person[]>().notNull(),
      bcc: c.json<Person[]>().notNull(),
      subject: c.text().notNull(),
      bodyHtml: c.text().notNull(),
      bodyText: c.text(),
      isPlainText: c.bool().notNull().default(false),
      inReplyTo: c.text(),
      /** Null in a row of a version that stored finished MIME. */
      from: c.json<Person>(),
      rfcMessageId: c.text(),
      rfcInReplyTo: c.text(),
      references: c.json<string[]>(),
      /** Only in rows of a version that stored finished MIME. */
      mime: c.bytes(),
      mimeHash: c.text(),
      date: c.epochMs(),
      appSendId: c.text().notNull(),
      providerThreadId: c.text(),
      notBefore: c.epochMs().notNull(),
      attempts: c.int().notNull(),
      probes: c.int().notNull().default(0),
      baselineCursor: c.text(),
      providerDraftId: c.text(),
      fencingToken: c.bigint().notNull(),
      providerMessageId: c.text(),
      sentAt: c.epochMs(),
      lastError: c.json<StoredError>(),
      createdAt: c.epochMs().notNull(),
    },
    (t) => [
      c.uniqueIndex('outbox_by_idempotency_key').on(t.userId, t.idempotencyKey),
      c.uniqueIndex('outbox_by_app_send_id').on(t.appSendId),
      c.index('outbox_by_user').on(t.userId, t.createdAt),
      c.index('outbox_by_account').on(t.accountId),
      c.index('outbox_by_state').on(t.state, t.notBefore),
    ],
  )

  /** The files that go with an outgoing message, in order. The same file is stored once for all. */
  const outboxFiles = c.table(
    'outbox_files',
    {
      outboxId: c
        .text()
        .notNull()
        .references(() => outbox.id, { onDelete: 'cascade' }),
      position: c.int().notNull(),
      hash: c
        .text()
        .notNull()
        .references(() => files.hash),
      name: c.text().notNull(),
      contentType: c.text().notNull(),
      isInline: c.bool().notNull(),
      /** Without angle brackets; the HTML shows the file as `cid:` with this. */
      contentId: c.text(),
    },
    (t) => [c.primaryKey(t.outboxId, t.position), c.index('outbox_files_by_hash').on(t.hash)],
  )

  return { files, fileChunks, drafts, draftFiles, outbox, outboxFiles }
}
