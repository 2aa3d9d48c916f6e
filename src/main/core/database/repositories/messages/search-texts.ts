import { setImmediate } from 'node:timers/promises'
import { inArray } from 'drizzle-orm'
import { foldText } from '#shared/domain/fold-text.ts'
import type { SearchedFields } from '../../search/search-fields.ts'
import { searchWords } from '../../search/search-words.ts'
import type { SearchDocument } from '../../search/search-index.ts'
import type { Tables } from '../../tables/tables.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { compressText, decompressText } from './compressed-bytes.ts'
import { decodeContent } from './stored-content.ts'

// Messages worked through before other work gets its turn: a few milliseconds.
const SLICE = 25

// The rest is told by the message's row.
const KEPT_FIELDS = ['body', 'bcc', 'others', 'filename', 'marks'] as const

type StoredMessage = Tables['messages']['$inferSelect']

/** Stores the words of messages whose body is not kept, so that the index can be rebuilt. */
export async function saveSearchTexts(
  { bulk }: WriteSession,
  documents: readonly SearchDocument[],
): Promise<void> {
  const rows: Tables['searchTexts']['$inferSelect'][] = []
  for (const { messageId, fields } of documents) {
    const kept = KEPT_FIELDS.map((field) => fields[field])
    rows.push({ messageId, data: await compressText(JSON.stringify(kept)) })
  }
  await bulk.upsert('searchTexts', rows)
}

/** Removes the stored words of messages whose body is kept: it gives them. */
export async function deleteSearchTexts(
  { db, tables: { searchTexts } }: WriteSession,
  ids: readonly number[],
): Promise<void> {
  for (const batch of splitIntoBatches(ids)) {
    await db.delete(searchTexts).where(inArray(searchTexts.messageId, batch))
  }
}

/** Stores the words of messages whose bodies are about to be dropped. */
export async function keepSearchTexts(
  session: WriteSession,
  ids: readonly number[],
): Promise<void> {
  for (const batch of splitIntoBatches(ids, SLICE)) {
    const bodies = await contentsOf(session, batch)
    const documents = await wordsOf(session, [...bodies.keys()])
    await saveSearchTexts(session, documents)
    await setImmediate()
  }
}

/** Writes the given messages into the search index again, from what is stored of them. */
export async function reindexForSearch(
  session: WriteSession,
  ids: readonly number[],
): Promise<void> {
  // Ascending ids are what the index takes fastest.
  for (const batch of splitIntoBatches(
    [...ids].sort((one, other) => one - other),
    SLICE,
  )) {
    await session.search.replace(await wordsOf(session, batch))
    await setImmediate()
  }
}

/**
 * The words by which messages are found: stored on their own, from the body, or where neither can be
 * read from what the list shows.
 */
async function wordsOf(session: WriteSession, ids: number[]): Promise<SearchDocument[]> {
  const { messages, searchTexts } = session.tables
  const rows = await session.db.select().from(messages).where(inArray(messages.id, ids))
  const kept = await session.db
    .select()
    .from(searchTexts)
    .where(inArray(searchTexts.messageId, ids))
  const texts = new Map(kept.map((row) => [row.messageId, row.data]))
  const bodies = await contentsOf(
    session,
    ids.filter((id) => !texts.has(id)),
  )
  const documents: SearchDocument[] = []
  for (const row of rows) {
    const text = texts.get(row.id)
    const kept = text === undefined ? {} : await keptFields(text)
    documents.push({
      messageId: row.id,
      fields: { ...(await wordsOfRow(row, bodies.get(row.id))), ...kept },
    })
  }
  return documents
}

/** The stored words by field; those that an earlier version stored in one are the body's. */
async function keptFields(data: Uint8Array): Promise<Partial<SearchedFields>> {
  const text = await decompressText(data).catch(() => null)
  if (text === null) return {}
  if (!text.startsWith('[')) return { body: foldText(text) }
  const kept: unknown = JSON.parse(text)
  if (!Array.isArray(kept)) return {}
  return Object.fromEntries(KEPT_FIELDS.map((field, index) => [field, String(kept[index] ?? '')]))
}

async function contentsOf(
  { db, tables: { messageContents } }: WriteSession,
  ids: number[],
): Promise<Map<number, Uint8Array>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(messageContents)
    .where(inArray(messageContents.messageId, ids))
  return new Map(rows.map((row) => [row.messageId, row.data]))
}

async function wordsOfRow(
  row: StoredMessage,
  data: Uint8Array | undefined,
): Promise<SearchedFields> {
  const content = data === undefined ? null : await decodeContent(data).catch(() => null)
  return searchWords({
    subject: row.subject,
    from: { name: row.fromName, email: row.fromEmail },
    to: row.to,
    cc: row.cc,
    bcc: content?.bcc ?? [],
    replyTo: content?.replyTo ?? [],
    attachments: content?.attachments ?? [],
    body: content?.body ?? { html: null, text: row.snippet },
  })
}
