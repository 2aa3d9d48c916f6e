import { desc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { DraftReader, DraftRepository } from '../../ports/store.ts'
import { isEmptyChange } from './is-empty-change.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads drafts, last touched first. The mailbox is the account's. */
export function draftReader({ db, tables }: ReadSession): DraftReader {
  const { accounts, drafts } = tables
  const rows = () =>
    db
      .select({ ...getTableColumns(drafts), mailboxId: accounts.mailboxId })
      .from(drafts)
      .innerJoin(accounts, eq(accounts.id, drafts.accountId))
  return {
    async get(id) {
      const [row] = await rows().where(eq(drafts.id, id))
      return row ?? null
    },
    async list(accountIds) {
      if (accountIds.length === 0) return []
      return await rows()
        .where(inArray(drafts.accountId, accountIds))
        .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    },
  }
}

/** Reads and changes drafts. */
export function draftRepository(session: WriteSession): DraftRepository {
  const { db } = session
  const { drafts } = session.tables
  return {
    ...draftReader(session),
    async insert({ mailboxId: _ofAccount, ...row }) {
      await db.insert(drafts).values(row)
    },
    async update(id, { mailboxId: _ofAccount, ...change }) {
      if (!isEmptyChange(change)) await db.update(drafts).set(change).where(eq(drafts.id, id))
    },
    async delete(id) {
      await db.delete(drafts).where(eq(drafts.id, id))
    },
  }
}
