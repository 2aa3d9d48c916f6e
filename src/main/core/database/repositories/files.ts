import { and, count, eq, inArray, lt, notExists, sql } from 'drizzle-orm'
import type { FileReader, FileRepository } from '../../ports/files.ts'
import type { Tables } from '../tables/tables.ts'
import type { ReadSession, WriteSession } from './db-session.ts'
import { splitIntoBatches } from './split-into-batches.ts'

/** Every table with a column `hash` that names a stored file. Each keeps its file from deletion. */
export const FILE_REFERENCES = [
  'attachmentFiles',
  'draftFiles',
  'outboxFiles',
] as const satisfies (keyof Tables)[]

/** Reads what is known of stored files. */
export function fileReader({ db, tables }: ReadSession): FileReader {
  const { files, fileChunks } = tables
  return {
    async get(hash) {
      const [row] = await db
        .select({ hash: files.hash, sizeBytes: files.sizeBytes })
        .from(files)
        .where(eq(files.hash, hash))
      return row ?? null
    },
    async readChunk(hash, position) {
      const [row] = await db
        .select({ data: fileChunks.data })
        .from(fileChunks)
        .where(and(eq(fileChunks.fileHash, hash), eq(fileChunks.position, position)))
      return row?.data ?? null
    },
    async countChunks(hash) {
      const [row] = await db
        .select({ total: count() })
        .from(fileChunks)
        .where(eq(fileChunks.fileHash, hash))
      return row?.total ?? 0
    },
    async listKnown(hashes) {
      const known = new Set<string>()
      const named = [files, ...FILE_REFERENCES.map((name) => tables[name])]
      for (const batch of splitIntoBatches(hashes)) {
        for (const table of named) {
          const rows = await db
            .selectDistinct({ hash: table.hash })
            .from(table)
            .where(inArray(table.hash, batch))
          for (const { hash } of rows) known.add(hash)
        }
      }
      return known
    },
  }
}

/** Reads and notes stored files. */
export function fileRepository(session: WriteSession): FileRepository {
  const { db, tables } = session
  const { files, fileChunks } = tables
  return {
    ...fileReader(session),
    async save({ hash, sizeBytes }, now) {
      await db
        .insert(files)
        .values({ hash, sizeBytes, createdAt: now })
        .onConflictDoUpdate({ target: files.hash, set: { createdAt: now } })
    },
    async saveChunk(hash, position, data) {
      await db.insert(fileChunks).values({ fileHash: hash, position, data }).onConflictDoNothing()
    },
    async deleteUnreferenced(storedBefore) {
      const unreferenced = FILE_REFERENCES.map((name) => {
        const table = tables[name]
        return notExists(
          db
            .select({ one: sql`1` })
            .from(table)
            .where(eq(table.hash, files.hash)),
        )
      })
      const deleted = await db
        .delete(files)
        .where(and(lt(files.createdAt, storedBefore), ...unreferenced))
        .returning({ hash: files.hash })
      return deleted.length
    },
  }
}
