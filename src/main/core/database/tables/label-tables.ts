import type { ProviderLabel } from '../../ports/provider.ts'
import type { Columns } from './columns.ts'
import type { AccountTables } from './account-tables.ts'

/** Labels and folders of the providers, and their lists. */
export function labelTables(c: Columns, { accounts }: Pick<AccountTables, 'accounts'>) {
  const accountId = () =>
    c
      .text()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' })

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

  return { labels, labelLists, labelEntries }
}
