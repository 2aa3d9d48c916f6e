import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import type { IncomingMessage } from '../../../ports/messages.ts'
import { searchWords } from '../../search/search-words.ts'
import type { Tables } from '../../tables/tables.ts'
import { pendingOverlay } from '../pending-changes/overlays.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import { assignThreads } from '../threads/assign-threads.ts'
import { assignMessageIds } from './assign-message-ids.ts'
import { lockMail, MessageDeltas, type CountedMessage } from './message-deltas.ts'
import type { WriteSession } from '../db-session.ts'
import { headerRow } from './message-headers.ts'
import { deleteSearchTexts, saveSearchTexts } from './search-texts.ts'
import { encodeContent } from './stored-content.ts'

type StoredMessage = Tables['messages']['$inferSelect']

/** The stored row of a message before the batch changes it. */
type Existing = Omit<CountedMessage, 'accountId'>

interface Entry {
  id: number
  message: IncomingMessage
  before: Existing | undefined
}

// Messages and characters per slice, between which other work gets its turn: a few milliseconds.
const SLICE_MESSAGES = 25
const SLICE_CHARACTERS = 50_000

/**
 * Inserts or updates messages with their bodies, headers, search words, conversations and counters.
 * Returns our ids.
 *
 * @param bodiesSince older mail is stored without its content (epoch milliseconds); null keeps all
 */
export async function upsertMessages(
  session: WriteSession,
  accountId: string,
  incoming: IncomingMessage[],
  bodiesSince: number | null = null,
): Promise<number[]> {
  if (incoming.length === 0) return []
  const mailboxOf = await lockMail(session, [accountId])
  const entries = await assignIds(session, accountId, incoming)
  const threadIds = await threadsOf(session, accountId, mailboxOf.get(accountId), entries)
  const overlay = await pendingOverlay(session, accountId, [...entries.keys()])
  const deltas = new MessageDeltas(mailboxOf)
  await setImmediate()
  for (const slice of slices([...entries.values()].toSorted(byId))) {
    const rows = new Map(
      slice.map(({ id, message, before }) => {
        const placement = overlay.apply(message.providerMessageId, message.placement)
        const threadId = threadIds.get(id) ?? null
        const row = {
          ...storedMessage(id, accountId, { ...message, placement }),
          threadId,
          bumpedKey: before?.bumpedKey ?? null,
          isInLabelLists: true,
        }
        // A join may have moved the row since it was read.
        const counted = before?.threadId === null ? null : threadId
        if (before) deltas.remove({ ...before, accountId, threadId: counted })
        deltas.add(row)
        return [id, row]
      }),
    )
    await write(session, slice, rows, bodiesSince)
    await setImmediate()
  }
  await overlay.save()
  await deltas.save(session)
  return incoming.map((message) => entryOf(entries, message).id)
}

async function threadsOf(
  session: WriteSession,
  accountId: string,
  mailboxId: string | undefined,
  entries: ReadonlyMap<string, Entry>,
): Promise<Map<number, number>> {
  if (mailboxId === undefined) return new Map()
  const threaded = [...entries.values()].map(({ id, message, before }) => ({
    id,
    accountId,
    providerThreadId: message.providerThreadId,
    rfcMessageId: message.rfcMessageId,
    subject: message.subject,
    inReplyTo: message.inReplyTo,
    references: message.references,
    threadId: before?.threadId ?? null,
  }))
  return assignThreads(session, mailboxId, threaded)
}

/** Each message once, with its id; where a batch has a message twice, the later one counts. */
async function assignIds(
  session: WriteSession,
  accountId: string,
  incoming: IncomingMessage[],
): Promise<Map<string, Entry>> {
  const unique = new Map(incoming.map((message) => [message.providerMessageId, message]))
  const existing = await existingMessages(session, accountId, [...unique.keys()])
  await setImmediate()
  const added = [...unique.values()].filter((one) => !existing.has(one.providerMessageId))
  const ids = await assignMessageIds(session, accountId, added)
  const entries = new Map<string, Entry>()
  for (const [providerMessageId, message] of unique) {
    const before = existing.get(providerMessageId)
    const id = before?.id ?? ids.get(providerMessageId)
    if (id !== undefined) entries.set(providerMessageId, { id, message, before })
  }
  return entries
}

async function existingMessages(
  { db, tables: { messages } }: WriteSession,
  accountId: string,
  providerMessageIds: string[],
): Promise<Map<string, Existing>> {
  const existing = new Map<string, Existing>()
  for (const batch of splitIntoBatches(providerMessageIds)) {
    const rows = await db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, accountId), inArray(messages.providerMessageId, batch)))
    for (const row of rows) existing.set(row.providerMessageId, row)
  }
  return existing
}

/** Writes one slice. New rows are plain inserts, which are faster than upserts. */
async function write(
  session: WriteSession,
  slice: Entry[],
  rows: Map<number, StoredMessage>,
  bodiesSince: number | null,
): Promise<void> {
  const { bulk, search } = session
  const hasBody = ({ message }: Entry) => bodiesSince === null || message.receivedAt >= bodiesSince
  for (const isNew of [true, false]) {
    const entries = slice.filter(({ before }) => (before === undefined) === isNew)
    if (entries.length === 0) continue
    const messages = entries.flatMap(({ id }) => rows.get(id) ?? [])
    const contents = await Promise.all(
      entries
        .filter(hasBody)
        .map(async ({ id, message }) => ({ messageId: id, data: await encodeContent(message) })),
    )
    const headers = entries.map(({ id, message }) => headerRow(id, message))
    const documents = entries.map(({ id, message }) => ({
      messageId: id,
      fields: searchWords(message),
    }))
    if (isNew) {
      await bulk.insert('messages', messages)
      await bulk.insert('messageContents', contents)
      await bulk.insert('messageHeaders', headers)
      await search.add(documents)
    } else {
      await deleteSearchTexts(session, idsOf(entries.filter(hasBody)))
      await bulk.upsert('messages', messages)
      await bulk.upsert('messageContents', contents)
      await bulk.upsert('messageHeaders', headers)
      await search.replace(documents)
    }
    const bodiless = new Set(idsOf(entries.filter((entry) => !hasBody(entry))))
    await saveSearchTexts(
      session,
      documents.filter(({ messageId }) => bodiless.has(messageId)),
    )
  }
}

const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id)

/** Splits the entries into slices of about the same work, by number and by length. */
function* slices(entries: Entry[]): Generator<Entry[]> {
  let slice: Entry[] = []
  let characters = 0
  for (const entry of entries) {
    slice.push(entry)
    const { html, text } = entry.message.body
    characters += (html?.length ?? 0) + (text?.length ?? 0)
    if (slice.length < SLICE_MESSAGES && characters < SLICE_CHARACTERS) continue
    yield slice
    slice = []
    characters = 0
  }
  if (slice.length > 0) yield slice
}

// Ascending ids are what the search index takes fastest.
const byId = (one: Entry, other: Entry) => one.id - other.id

function entryOf(entries: Map<string, Entry>, message: IncomingMessage): Entry {
  const entry = entries.get(message.providerMessageId)
  if (!entry) throw new Error('A message of the batch was given no id')
  return entry
}

function storedMessage(
  id: number,
  accountId: string,
  message: IncomingMessage,
): Omit<StoredMessage, 'threadId' | 'bumpedKey' | 'isInLabelLists'> {
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
    isRead: placement.isRead,
    isStarred: placement.isStarred,
    inInbox: placement.inInbox,
    isSent: placement.isSent,
    isDraft: placement.isDraft,
    isSpam: placement.isSpam,
    isTrash: placement.isTrash,
    labels: placement.labels,
  }
}

// A date header can hold anything; a date that is not a number counts as 1970.
function wholeNumber(value: number): number {
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : 0
}
