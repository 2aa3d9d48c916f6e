import { asc, eq } from 'drizzle-orm'
import type { MailboxReader, MailboxRepository } from '../../ports/store.ts'
import { deleteAccountMail } from './messages/delete-account-mail.ts'
import { isEmptyChange } from './is-empty-change.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads mailboxes, in the order the person gave them. */
export function mailboxReader({ db, tables: { mailboxes } }: ReadSession): MailboxReader {
  return {
    async get(id) {
      const [row] = await db.select().from(mailboxes).where(eq(mailboxes.id, id))
      return row ?? null
    },
    async list(userId) {
      return await db
        .select()
        .from(mailboxes)
        .where(eq(mailboxes.userId, userId))
        .orderBy(asc(mailboxes.position), asc(mailboxes.createdAt), asc(mailboxes.id))
    },
  }
}

/** Reads and changes mailboxes. Deleting one takes its accounts and all their mail along. */
export function mailboxRepository(session: WriteSession): MailboxRepository {
  const { db } = session
  const { accounts, mailboxes } = session.tables
  return {
    ...mailboxReader(session),
    async insert(row) {
      await db.insert(mailboxes).values(row)
    },
    async update(id, change) {
      if (!isEmptyChange(change)) await db.update(mailboxes).set(change).where(eq(mailboxes.id, id))
    },
    async delete(id) {
      const rows = await db
        .select({ id: accounts.id })
        .from(accounts)
        .where(eq(accounts.mailboxId, id))
      for (const account of rows) await deleteAccountMail(session, account.id)
      await db.delete(mailboxes).where(eq(mailboxes.id, id))
    },
  }
}
