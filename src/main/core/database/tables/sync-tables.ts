import type { SyncCursor } from '../../ports/provider.ts'
import type { MessageChange } from '#shared/domain/message-change.ts'
import type { PendingChangeRow } from '../../ports/pending-changes.ts'
import type { Columns } from './columns.ts'
import type { AccountTables } from './account-tables.ts'

/** Where the work in the background stands. */
export function syncTables(c: Columns, { accounts }: Pick<AccountTables, 'accounts'>) {
  const accountId = () =>
    c
      .text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' })

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

  return { syncStates, backlog, pendingChanges, backfills, leases }
}
