import { asc, desc, eq, getTableColumns, inArray, max } from 'drizzle-orm'
import type { DraftFile, DraftReader, DraftRepository } from '../../ports/store.ts'
import { isEmptyChange } from './is-empty-change.ts'
import { splitIntoBatches } from './split-into-batches.ts'
import type { ReadSession, WriteSession } from './db-session.ts'

/** Reads drafts, last touched first. The mailbox is the account's. */
export function draftReader({ db, tables }: ReadSession): DraftReader {
  const { accounts, drafts, draftFiles, files } = tables
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
    async listFiles(draftIds) {
      const { id, draftId, hash, name, contentType, position } = draftFiles
      const found: DraftFile[] = []
      for (const batch of splitIntoBatches(draftIds)) {
        const part = await db
          .select({ id, draftId, hash, name, contentType, sizeBytes: files.sizeBytes })
          .from(draftFiles)
          .innerJoin(files, eq(files.hash, hash))
          .where(inArray(draftId, batch))
          .orderBy(asc(draftId), asc(position))
        found.push(...part)
      }
      return found
    },
  }
}

/** Reads and changes drafts. */
export function draftRepository(session: WriteSession): DraftRepository {
  const { db } = session
  const { drafts, draftFiles } = session.tables
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
    async addFiles(draftId, added) {
      if (added.length === 0) return
      const [last] = await db
        .select({ position: max(draftFiles.position) })
        .from(draftFiles)
        .where(eq(draftFiles.draftId, draftId))
      const first = (last?.position ?? -1) + 1
      await db
        .insert(draftFiles)
        .values(added.map((file, index) => ({ ...file, draftId, position: first + index })))
    },
    async deleteFile(id) {
      await db.delete(draftFiles).where(eq(draftFiles.id, id))
    },
  }
}
