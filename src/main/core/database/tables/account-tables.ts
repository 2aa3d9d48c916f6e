import type { Settings } from '#shared/contract/settings.ts'
import type { AccountStatus, Provider } from '#shared/contract/enums.ts'
import type { StoredError } from '../../ports/accounts.ts'
import type { Columns } from './columns.ts'

/** Who the mail belongs to: people, mailboxes and accounts, with what is set and kept secret for them. */
export function accountTables(c: Columns) {
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

  const settings = c.table('settings', {
    userId: ownerId().primaryKey(),
    value: c.json<Partial<Settings>>().notNull(),
  })

  const secrets = c.table('secrets', {
    name: c.text().primaryKey(),
    ciphertext: c.text().notNull(),
  })

  return { users, sessions, mailboxes, accounts, accountAliases, settings, secrets }
}

export type AccountTables = ReturnType<typeof accountTables>
