import { and, eq } from 'drizzle-orm'
import type { AttachmentFileReader, AttachmentFileRepository } from '../../../ports/store.ts'
import type { ReadSession, WriteSession } from '../db-session.ts'

/** Reads which stored file holds an attachment. */
export function attachmentFileReader({ db, tables }: ReadSession): AttachmentFileReader {
  const { attachmentFiles } = tables
  return {
    async findHash(messageId, partId) {
      const [row] = await db
        .select({ hash: attachmentFiles.hash })
        .from(attachmentFiles)
        .where(and(eq(attachmentFiles.messageId, messageId), eq(attachmentFiles.partId, partId)))
      return row?.hash ?? null
    },
  }
}

/** Reads and notes which stored file holds an attachment. */
export function attachmentFileRepository(session: WriteSession): AttachmentFileRepository {
  const { attachmentFiles } = session.tables
  return {
    ...attachmentFileReader(session),
    async save(messageId, partId, hash) {
      await session.db
        .insert(attachmentFiles)
        .values({ messageId, partId, hash })
        .onConflictDoUpdate({
          target: [attachmentFiles.messageId, attachmentFiles.partId],
          set: { hash },
        })
    },
  }
}
