import { sql } from 'drizzle-orm'
import type { Person } from '#shared/contract/fields.ts'
import type { Settings } from '#shared/contract/settings.ts'
import type { AccountStatus, Box, OutboxState, Provider } from '#shared/contract/enums.ts'
import type { StoredError } from '../../ports/accounts.ts'
import type { SyncCursor, ProviderLabel } from '../../ports/provider.ts'
import type { DraftRow } from '../../ports/store.ts'
import type { MessageChange } from '#shared/domain/message-change.ts'
import type { PendingChangeRow } from '../../ports/pending-changes.ts'
import { BOX_RULES } from './box-rules.ts'
import { SORT_KEY } from './sort-key.ts'
import type { Columns } from './columns.ts'

/** Every table, once for both dialects. Column names are the snake case of the keys. */
export function tables(c: Columns) {
  const users = c.table('users', {
    id: c.text().primaryKey(),
    email: c.text(),
    name: c.text().notNull(),
    createdAt: c.epochMs().notNull(),
  })
  const ownerId = () =>
    c
      .text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' })

  const sessions = c.table(
    'sessions',
    {
      tokenHash: c.text().primaryKey(),
      userId: ownerId(),
      expiresAt: c.epochMs().notNull(),
      createdAt: c.epochMs().notNull(),
    },
    (t) => [c.index('sessions_by_expiry').on(t.expiresAt)],
  )

  const mailboxes = c.table(
    'mailboxes',
    {
      id: c.text().primaryKey(),
      userId: ownerId(),
      displayName: c.text().notNull(),
      colour: c.text(),
      signatureHtml: c.text().notNull(),
      defaultAccountId: c.text(),
      position: c.int().notNull(),
      createdAt: c.epochMs().notNull(),
    },
    (t) => [c.index('mailboxes_by_user').on(t.userId, t.position)],
  )

  const accounts = c.table(
    'accounts',
    {
      id: c.text().primaryKey(),
      mailboxId: c
        .text()
        .notNull()
        .references(() => mailboxes.id, { onDelete: 'cascade' }),
      provider: c.text().$type<Provider>().notNull(),
      displayLabel: c.text().notNull(),
      emailAddress: c.text(),
      status: c.text().$type<AccountStatus>().notNull(),
      colour: c.text().notNull(),
      isDemo: c.bool().notNull(),
      personName: c.text().notNull().default(''),
      isNameEdited: c.bool().notNull().default(false),
      isPaused: c.bool().notNull().default(false),
      syncDays: c.int(),
      syncSince: c.epochMs(),
      offlineDays: c.int(),
      keptSince: c.epochMs(),
      bodiesSince: c.epochMs(),
      lastSyncedAt: c.epochMs(),
      lastError: c.json<StoredError>(),
      createdAt: c.epochMs().notNull(),
    },
    (t) => [c.index('accounts_by_mailbox').on(t.mailboxId, t.createdAt)],
  )
  const accountId = () =>
    c
      .text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' })

  /** Addresses that an account may send from besides its own, as its provider says. */
  const accountAliases = c.table(
    'account_aliases',
    {
      accountId: accountId(),
      address: c.text().notNull(),
      name: c.text().notNull(),
      isDefault: c.bool().notNull(),
      replyTo: c.text(),
      position: c.int().notNull(),
    },
    (t) => [c.primaryKey(t.accountId, t.address)],
  )

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

  const syncStates = c.table('sync_states', {
    accountId: accountId().primaryKey(),
    checkpoint: c.json<SyncCursor>(),
    isComplete: c.bool().notNull(),
    total: c.int(),
    /** Rows of `backlog`, kept true by every write to it. */
    backlogSize: c.int().notNull(),
  })

  const backlog = c.table(
    'backlog',
    {
      accountId: accountId(),
      providerMessageId: c.text().notNull(),
      providerThreadId: c.text().notNull(),
      ordinal: c.bigint().notNull(),
    },
    (t) => [
      c.primaryKey(t.accountId, t.providerMessageId),
      c.index('backlog_by_ordinal').on(t.accountId, t.ordinal),
      c.index('backlog_by_thread').on(t.accountId, t.providerThreadId, t.ordinal),
    ],
  )

  const labels = c.table(
    'labels',
    {
      accountId: accountId(),
      id: c.text().notNull(),
      name: c.text().notNull(),
      kind: c.text().$type<ProviderLabel['kind']>().notNull(),
      type: c.text().$type<ProviderLabel['type']>().notNull().default('label'),
      role: c.text().$type<ProviderLabel['role']>(),
      parentId: c.text(),
      colour: c.text(),
      isHidden: c.bool().notNull().default(false),
      position: c.int().notNull(),
    },
    (t) => [c.primaryKey(t.accountId, t.id)],
  )

  /**
   * The lists of labels and folders with their counts; `id` is a short key for `label_entries`. A
   * list stays when its label is gone from `labels`, because messages may still bear it.
   */
  const labelLists = c.table(
    'label_lists',
    {
      id: c.bigint().primaryKey(),
      accountId: accountId(),
      labelId: c.text().notNull(),
      total: c.int().notNull(),
      unread: c.int().notNull(),
    },
    (t) => [c.uniqueIndex('label_lists_by_label').on(t.accountId, t.labelId)],
  )

  /**
   * A message in the list of a label, in the list's order. Kept true by every write to `messages`;
   * see label-rules.ts for which labels list a message.
   */
  const labelEntries = c.table(
    'label_entries',
    {
      listId: c.bigint().notNull(),
      sortKey: c.bigint().notNull(),
      messageId: c.bigint().notNull(),
    },
    (t) => [c.primaryKey(t.listId, t.sortKey, t.messageId)],
  )

  /**
   * Changes made here that the provider does not have yet, or refused: one row a message. A message is
   * named by both ids and not referenced, because its row may be deleted while its change is on the way.
   */
  const pendingChanges = c.table(
    'pending_changes',
    {
      id: c.text().primaryKey(),
      accountId: accountId(),
      messageId: c.bigint().notNull(),
      providerMessageId: c.text().notNull(),
      /** Order within an account. */
      position: c.bigint().notNull(),
      change: c.json<MessageChange>().notNull(),
      /** Leads back to where the message was; null where there is no way back. */
      inverse: c.json<MessageChange>(),
      state: c.text().$type<PendingChangeRow['state']>().notNull(),
      /** Why the provider refused, in plain words. */
      reason: c.text(),
      /** True while the provider's own state is still to be read again after a refusal. */
      needsRefresh: c.bool().notNull(),
      /** The provider reported the message otherwise while this change was laid over it. */
      isContradicted: c.bool().notNull().default(false),
      attempts: c.int().notNull(),
      /** Not sent again before this; while `sending`, when the attempt counts as lost. */
      notBefore: c.epochMs().notNull(),
      acceptedAt: c.epochMs(),
      createdAt: c.epochMs().notNull(),
    },
    (t) => [
      c.index('pending_changes_by_message').on(t.accountId, t.providerMessageId, t.position),
      c.index('pending_changes_by_position').on(t.accountId, t.position),
    ],
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

  /** Data migrations of an account's stored mail; see core/backfills. */
  const backfills = c.table(
    'backfills',
    {
      accountId: accountId(),
      name: c.text().notNull(),
      position: c.bigint(),
      done: c.int().notNull(),
      total: c.int(),
      isDone: c.bool().notNull(),
    },
    (t) => [c.primaryKey(t.accountId, t.name)],
  )

  /** Who may do which background work; see core/leases. */
  const leases = c.table('leases', {
    resource: c.text().primaryKey(),
    holder: c.text().notNull(),
    token: c.bigint().notNull(),
    /** 0 once it was given back. */
    until: c.epochMs().notNull(),
  })

  const settings = c.table('settings', {
    userId: ownerId().primaryKey(),
    value: c.json<Partial<Settings>>().notNull(),
  })

  const secrets = c.table('secrets', {
    name: c.text().primaryKey(),
    ciphertext: c.text().notNull(),
  })

  return {
    users,
    sessions,
    mailboxes,
    accounts,
    accountAliases,
    threads,
    threadKeys,
    threadEntries,
    threadCounts,
    messages,
    messageContents,
    messageHeaders,
    searchTexts,
    attachmentFiles,
    files,
    fileChunks,
    boxCounts,
    syncStates,
    backlog,
    labels,
    labelLists,
    labelEntries,
    pendingChanges,
    drafts,
    draftFiles,
    outbox,
    outboxFiles,
    backfills,
    leases,
    settings,
    secrets,
  }
}

export type Tables = ReturnType<typeof tables>
