import { and, asc, eq, inArray, max } from 'drizzle-orm'
import {
  applyChange,
  collapseChanges,
  invertChange,
  type MessageChange,
} from '#shared/domain/message-change.ts'
import type { PendingChangeRepository, PendingChangeRow } from '../../../ports/pending-changes.ts'
import type { Tables } from '../../tables/tables.ts'
import { lockMail, MessageDeltas } from '../messages/message-deltas.ts'
import { PLACEMENT_COLUMNS, isSamePlacement, pickPlacement } from '../messages/placement.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { flagStyleOf } from './overlays.ts'

type StoredMessage = Tables['messages']['$inferSelect']

/** Messages per statement: 5,000 messages are a handful of statements. */
const MESSAGES_PER_STATEMENT = 2_000
/** Rows of pending changes per insert: each has 14 columns, and SQLite takes 32,766 parameters. */
const ROWS_PER_INSERT = 1_500

/**
 * Makes one change to many messages here and queues it for the provider, in the caller's transaction
 * and set by set. A message that stands so already is left alone.
 */
export async function recordChange(
  session: WriteSession,
  options: Parameters<PendingChangeRepository['record']>[0],
): Promise<number[]> {
  const { accountId, messageIds, change } = options
  if (messageIds.length === 0) return []
  const mailboxOf = await lockMail(session, [accountId])
  const style = await flagStyleOf(session, accountId)
  const deltas = new MessageDeltas(mailboxOf)
  const changed: number[] = []
  let position = await lastPosition(session, accountId)
  for (const ids of splitIntoBatches([...new Set(messageIds)], MESSAGES_PER_STATEMENT)) {
    const rows = await messagesOf(session, accountId, ids)
    const updates = rows.flatMap((row) => {
      const next = { id: row.id, ...pickPlacement(applyChange(row, change, style)) }
      return isSamePlacement(row, next) && change.kind !== 'unsubscribe' ? [] : [{ row, next }]
    })
    if (updates.length === 0) continue
    for (const { row, next } of updates) {
      deltas.remove(row)
      deltas.add({ ...row, ...next })
      changed.push(row.id)
    }
    await session.bulk.updateMessages(
      [...PLACEMENT_COLUMNS],
      updates.map(({ next }) => next),
    )
    const before = updates.map(({ row }) => row)
    const toQueue = await collapseWithUnsent(session, before, options)
    const queued = toQueue.map(({ row, change: left, inverse }): PendingChangeRow => {
      position += 1
      return {
        id: options.newId(),
        accountId,
        messageId: row.id,
        providerMessageId: row.providerMessageId,
        position,
        change: left,
        inverse,
        state: 'pending',
        reason: null,
        needsRefresh: false,
        isContradicted: false,
        attempts: 0,
        notBefore: 0,
        acceptedAt: null,
        createdAt: options.now,
      }
    })
    for (const batch of splitIntoBatches(queued, ROWS_PER_INSERT)) {
      await session.db.insert(session.tables.pendingChanges).values(batch)
    }
  }
  await deltas.save(session)
  return changed
}

interface Queued {
  row: StoredMessage
  change: MessageChange
  inverse: MessageChange | null
}

/**
 * What is left to queue where changes of the same messages have not left yet: the last of them is
 * replaced by both together, or goes where they cancel out.
 */
async function collapseWithUnsent(
  session: WriteSession,
  rows: readonly StoredMessage[],
  { accountId, change }: Parameters<PendingChangeRepository['record']>[0],
): Promise<Queued[]> {
  const { db } = session
  const { pendingChanges } = session.tables
  const unsent = await db
    .select()
    .from(pendingChanges)
    .where(
      and(
        eq(pendingChanges.accountId, accountId),
        eq(pendingChanges.state, 'pending'),
        inArray(
          pendingChanges.providerMessageId,
          rows.map((row) => row.providerMessageId),
        ),
      ),
    )
    .orderBy(asc(pendingChanges.position))
  const lastOf = new Map(unsent.map((row) => [row.providerMessageId, row]))
  const replaced: string[] = []
  const queued = rows.flatMap((row): Queued[] => {
    const own = { row, change, inverse: invertChange(row, change) }
    const earlier = lastOf.get(row.providerMessageId)
    if (earlier?.inverse == null) return [own]
    const before = applyChange(row, earlier.inverse, 'properties')
    const collapsed = collapseChanges(before, earlier.change, change)
    if (collapsed === undefined) return [own]
    replaced.push(earlier.id)
    return collapsed === null
      ? []
      : [{ row, change: collapsed, inverse: invertChange(before, collapsed) }]
  })
  for (const ids of splitIntoBatches(replaced, MESSAGES_PER_STATEMENT)) {
    await db.delete(pendingChanges).where(inArray(pendingChanges.id, ids))
  }
  return queued
}

async function messagesOf(
  { db, tables: { messages } }: WriteSession,
  accountId: string,
  ids: number[],
): Promise<StoredMessage[]> {
  return await db
    .select()
    .from(messages)
    .where(and(eq(messages.accountId, accountId), inArray(messages.id, ids)))
}

async function lastPosition(
  { db, tables: { pendingChanges } }: WriteSession,
  accountId: string,
): Promise<number> {
  const [row] = await db
    .select({ last: max(pendingChanges.position) })
    .from(pendingChanges)
    .where(eq(pendingChanges.accountId, accountId))
  return row?.last ?? 0
}
