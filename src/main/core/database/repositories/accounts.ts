import { asc, eq, getTableColumns } from 'drizzle-orm'
import type { AccountReader, AccountRepository } from '../../ports/store.ts'
import { deleteAccountMail } from './messages/delete-account-mail.ts'
import { isEmptyChange } from './is-empty-change.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads connected accounts, oldest first. The owner is the mailbox's owner. */
export function accountReader({ db, tables }: ReadSession): AccountReader {
  const { accounts, accountAliases, mailboxes } = tables
  const rows = () =>
    db
      .select({ ...getTableColumns(accounts), userId: mailboxes.userId })
      .from(accounts)
      .innerJoin(mailboxes, eq(mailboxes.id, accounts.mailboxId))
  return {
    async get(id) {
      const [row] = await rows().where(eq(accounts.id, id))
      return row ?? null
    },
    async listByMailbox(mailboxId) {
      return await rows()
        .where(eq(accounts.mailboxId, mailboxId))
        .orderBy(asc(accounts.createdAt), asc(accounts.id))
    },
    async listByUser(userId) {
      return await rows()
        .where(eq(mailboxes.userId, userId))
        .orderBy(asc(accounts.createdAt), asc(accounts.id))
    },
    async listAll() {
      return await rows().orderBy(asc(accounts.createdAt), asc(accounts.id))
    },
    async listAliases(accountId) {
      const { address, name, isDefault, replyTo, position } = accountAliases
      return await db
        .select({ address, name, isDefault, replyTo })
        .from(accountAliases)
        .where(eq(accountAliases.accountId, accountId))
        .orderBy(asc(position))
    },
  }
}

/** Reads and changes connected accounts. Deleting one takes all its mail along. */
export function accountRepository(session: WriteSession): AccountRepository {
  const { db } = session
  const { accounts, accountAliases, mailboxes } = session.tables
  return {
    ...accountReader(session),
    async insert({ userId: _owner, ...row }) {
      await db.insert(accounts).values(row)
    },
    async update(id, change) {
      if (!isEmptyChange(change)) await db.update(accounts).set(change).where(eq(accounts.id, id))
    },
    async saveAliases(accountId, aliases) {
      await db.delete(accountAliases).where(eq(accountAliases.accountId, accountId))
      const unique = [...new Map(aliases.map((alias) => [alias.address, alias])).values()]
      if (unique.length === 0) return
      await db
        .insert(accountAliases)
        .values(unique.map((alias, position) => ({ ...alias, accountId, position })))
    },
    async delete(id) {
      await deleteAccountMail(session, id)
      await db
        .update(mailboxes)
        .set({ defaultAccountId: null })
        .where(eq(mailboxes.defaultAccountId, id))
      await db.delete(accounts).where(eq(accounts.id, id))
    },
  }
}
