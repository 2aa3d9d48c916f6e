import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import type { IncomingMessage } from '../../ports/messages.ts'
import { searchWords } from '../search/document.ts'
import type { PlacementFlags } from '../tables/box-rules.ts'
import type { Tables } from '../tables/tables.ts'
import { pendingReadStates } from './actions.ts'
import { batches } from './batches.ts'
import { CountDeltas } from './box-counts.ts'
import { assignMessageIds } from './message-ids.ts'
import type { WriteSession } from './session.ts'
import { encodeContent } from './stored-content.ts'

type StoredMessage = Tables['messages']['$inferSelect']
type Existing = PlacementFlags & { id: number }

// Messages worked through before other work gets its turn: a few milliseconds.
const SLICE = 50

/** Inserts or updates messages with their content, search words and counters. Answers our ids. */
export async function ingest(
  session: WriteSession,
  accountId: string,
  incoming: IncomingMessage[],
): Promise<number[]> {
  if (incoming.length === 0) return []
  await session.lockAccount(accountId)
  // Where a batch names a message twice, the later word stands.
  const unique = [...new Map(incoming.map((one) => [one.providerMessageId, one])).values()]
  const pending = await pendingReadStates(session, accountId)
  const existing = await existingMessages(session, accountId, unique)
  const added = unique.filter((one) => !existing.has(one.providerMessageId))
  const ids = await assignMessageIds(session, accountId, added)
  for (const [providerMessageId, row] of existing) ids.set(providerMessageId, row.id)

  const idOf = (message: IncomingMessage): number => {
    const id = ids.get(message.providerMessageId)
    if (id === undefined) throw new Error('A message has no id')
    return id
  }
  // Ascending ids are what the search index takes fastest.
  const ordered = unique.toSorted((one, other) => idOf(one) - idOf(other))
  const deltas = new CountDeltas()
  for (const slice of batches(ordered, SLICE)) {
    const rows = slice.map((message) => {
      const before = existing.get(message.providerMessageId)
      const decided = pending.get(message.providerMessageId)
      const isRead = decided === undefined ? message.placement.isRead : (before?.isRead ?? decided)
      const row = storedMessage(idOf(message), accountId, message, isRead)
      if (before) deltas.remove(accountId, before)
      deltas.add(accountId, row)
      return row
    })
    await session.bulk.upsert('messages', rows)
    await session.bulk.upsert(
      'messageContents',
      await Promise.all(
        slice.map(async (message) => ({
          messageId: idOf(message),
          data: await encodeContent(message),
        })),
      ),
    )
    await session.search.put(
      slice.map((message) => ({ messageId: idOf(message), words: searchWords(message) })),
    )
    await setImmediate()
  }
  await deltas.save(session)
  return incoming.map(idOf)
}

async function existingMessages(
  { db, tables: { messages } }: WriteSession,
  accountId: string,
  incoming: IncomingMessage[],
): Promise<Map<string, Existing>> {
  const existing = new Map<string, Existing>()
  for (const batch of batches(incoming.map((message) => message.providerMessageId))) {
    const rows = await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
    for (const row of rows) existing.set(row.providerMessageId, row)
  }
  return existing
}

function storedMessage(
  id: number,
  accountId: string,
  message: IncomingMessage,
  isRead: boolean,
): StoredMessage {
  const { placement } = message
  return {
    id,
    accountId,
    providerMessageId: message.providerMessageId,
    providerThreadId: message.providerThreadId,
    rfcMessageId: message.rfcMessageId,
    fromName: message.from.name,
    fromEmail: message.from.email,
    to: message.to,
    cc: message.cc,
    subject: message.subject,
    snippet: message.snippet,
    receivedAt: wholeNumber(message.receivedAt),
    sizeBytes: wholeNumber(message.sizeBytes),
    hasAttachments: message.attachments.some((attachment) => !attachment.isInline),
    isRead,
    isStarred: placement.isStarred,
    inInbox: placement.inInbox,
    isSent: placement.isSent,
    isDraft: placement.isDraft,
    isSpam: placement.isSpam,
    isTrash: placement.isTrash,
    labels: placement.labels,
  }
}

// A date header can say anything; what cannot be read as a time counts as the beginning of time.
function wholeNumber(value: number): number {
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : 0
}
