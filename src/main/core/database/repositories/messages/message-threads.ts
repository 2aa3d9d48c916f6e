import { eq, inArray } from 'drizzle-orm'
import type { Tables } from '../../tables/tables.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { assignThreads } from '../threads/assign-threads.ts'
import type { ThreadedMessage } from '../threads/thread-keys.ts'
import { lockMail, MessageDeltas } from './message-deltas.ts'

type StoredMessage = Tables['messages']['$inferSelect']

/** Gives stored messages that have no conversation theirs, in the lists and counters as well. */
export async function fillThreads(session: WriteSession, ids: readonly number[]): Promise<void> {
  const rows = await lockedRows(session, ids)
  const unthreaded = rows.filter(({ message }) => message.threadId === null)
  await assignByMailbox(session, unthreaded)
}

/** Joins the conversations that messages connect by headers which were not known before. */
export async function joinThreads(session: WriteSession, ids: readonly number[]): Promise<void> {
  const rows = await lockedRows(session, ids)
  // A message without a conversation gets it from its own backfill, by the same headers.
  await assignByMailbox(
    session,
    rows.filter(({ message }) => message.threadId !== null),
  )
}

interface Found {
  message: StoredMessage
  mailboxId: string
  threaded: ThreadedMessage
}

async function lockedRows(session: WriteSession, ids: readonly number[]): Promise<Found[]> {
  const { accounts, messages, messageHeaders } = session.tables
  const accountIds = new Set<string>()
  for (const batch of splitIntoBatches(ids)) {
    const rows = await session.db
      .selectDistinct({ accountId: messages.accountId })
      .from(messages)
      .where(inArray(messages.id, batch))
    for (const row of rows) accountIds.add(row.accountId)
  }
  await lockMail(session, accountIds)
  const found: Found[] = []
  for (const batch of splitIntoBatches(ids)) {
    const rows = await session.db
      .select({
        message: messages,
        mailboxId: accounts.mailboxId,
        inReplyTo: messageHeaders.inReplyTo,
        references: messageHeaders.references,
      })
      .from(messages)
      .innerJoin(accounts, eq(accounts.id, messages.accountId))
      .leftJoin(messageHeaders, eq(messageHeaders.messageId, messages.id))
      .where(inArray(messages.id, batch))
    found.push(
      ...rows.map(({ message, mailboxId, inReplyTo, references }) => ({
        message,
        mailboxId,
        threaded: { ...message, inReplyTo, references: references ?? [] },
      })),
    )
  }
  return found
}

async function assignByMailbox(session: WriteSession, found: readonly Found[]): Promise<void> {
  for (const [mailboxId, rows] of Map.groupBy(found, (one) => one.mailboxId)) {
    const assigned = await assignThreads(
      session,
      mailboxId,
      rows.map(({ threaded }) => threaded),
    )
    const mailboxOf = new Map(rows.map(({ message }) => [message.accountId, mailboxId]))
    const deltas = new MessageDeltas(mailboxOf)
    const changed: { id: number; threadId: number | null }[] = []
    for (const { message } of rows) {
      const threadId = assigned.get(message.id) ?? null
      // A row that had a conversation was moved and counted by the join itself.
      if (message.threadId !== null) continue
      changed.push({ id: message.id, threadId })
      deltas.addToThread({ ...message, threadId })
    }
    await session.bulk.updateMessages(['threadId'], changed)
    await deltas.save(session)
  }
}
