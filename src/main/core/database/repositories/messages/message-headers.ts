import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { pickMessageHeaders, type MessageHeaders } from '#shared/domain/message-headers.ts'
import type { IncomingHeaders } from '../../../ports/messages.ts'
import type { Tables } from '../../tables/tables.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession, WriteSession } from '../db-session.ts'
import { decodeContent } from './stored-content.ts'

// Bodies decoded before other work gets its turn: a few milliseconds.
const SLICE = 25

export type HeaderRow = Tables['messageHeaders']['$inferSelect']

/** The row that keeps a message's lasting headers. */
export function headerRow(messageId: number, message: IncomingHeaders): HeaderRow {
  return { messageId, ...pickMessageHeaders(message) }
}

/** The stored headers of a message, or null where they are not filled in yet. */
export async function findHeaders(
  { db, tables: { messageHeaders } }: ReadSession,
  messageId: number,
): Promise<MessageHeaders | null> {
  const [row] = await db
    .select()
    .from(messageHeaders)
    .where(eq(messageHeaders.messageId, messageId))
  if (!row) return null
  return {
    inReplyTo: row.inReplyTo,
    references: row.references,
    autoSubmitted: row.autoSubmitted,
    listUnsubscribe: row.listUnsubscribe,
    listUnsubscribePost: row.listUnsubscribePost,
    reportType: row.reportType,
  }
}

/** Those of the given messages whose headers are not stored. */
export async function idsWithoutHeaders(
  { db, tables: { messages, messageHeaders } }: ReadSession,
  ids: readonly number[],
): Promise<number[]> {
  const found: number[] = []
  for (const batch of splitIntoBatches(ids)) {
    const rows = await db
      .select({ id: messages.id })
      .from(messages)
      .leftJoin(messageHeaders, eq(messageHeaders.messageId, messages.id))
      .where(and(inArray(messages.id, batch), isNull(messageHeaders.messageId)))
    found.push(...rows.map((row) => row.id))
  }
  return found
}

/**
 * Stores the headers of messages that have a body and no header row, from the body. Returns the ids
 * of those it stored. A body that cannot be read is passed over.
 */
export async function fillHeadersFromContent(
  session: WriteSession,
  ids: readonly number[],
): Promise<number[]> {
  const { messageContents } = session.tables
  const filled: number[] = []
  for (const batch of splitIntoBatches(await idsWithoutHeaders(session, ids), SLICE)) {
    const contents = await session.db
      .select()
      .from(messageContents)
      .where(inArray(messageContents.messageId, batch))
    const rows: HeaderRow[] = []
    for (const { messageId, data } of contents) {
      const content = await decodeContent(data).catch(() => null)
      if (content !== null) rows.push(headerRow(messageId, content))
    }
    await session.bulk.upsert('messageHeaders', rows)
    filled.push(...rows.map((row) => row.messageId))
    await setImmediate()
  }
  return filled
}

/** Stores headers that were fetched on their own. Returns the ids of the messages they belong to. */
export async function saveFetchedHeaders(
  session: WriteSession,
  accountId: string,
  fetched: readonly { providerMessageId: string; headers: IncomingHeaders }[],
): Promise<number[]> {
  const { messages } = session.tables
  const byProviderId = new Map(fetched.map((one) => [one.providerMessageId, one.headers]))
  const saved: number[] = []
  for (const batch of splitIntoBatches([...byProviderId.keys()])) {
    const found = await session.db
      .select({ id: messages.id, providerMessageId: messages.providerMessageId })
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
    const rows = found.flatMap(({ id, providerMessageId }) => {
      const headers = byProviderId.get(providerMessageId)
      return headers === undefined ? [] : [headerRow(id, headers)]
    })
    await session.bulk.upsert('messageHeaders', rows)
    saved.push(...rows.map((row) => row.messageId))
  }
  return saved
}
