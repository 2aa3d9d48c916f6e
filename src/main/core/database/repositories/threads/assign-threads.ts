import { setImmediate } from 'node:timers/promises'
import { inArray } from 'drizzle-orm'
import { nextMessageId } from '../../tables/message-id.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { ambiguousKeys } from './ambiguous-keys.ts'
import { mergeThreads } from './merge-threads.ts'
import { threadKeysOf, type ThreadedMessage, type ThreadKeys } from './thread-keys.ts'

// Messages or keys worked through before other work gets its turn: a few milliseconds.
const SLICE = 100

/** Messages and stored conversations that share keys, and so become one conversation. */
interface Group {
  threadIds: Set<number>
  messageIds: number[]
  keys: Set<string>
  /** The id it gets if it is new and the id is free. */
  wantedId: number
}

/**
 * Finds or begins the conversation of each message and joins conversations that a message connects.
 * Returns the conversation of each message id. The rows of `messages` that are stored already are
 * moved by a join; those of the given messages are the caller's to write. The caller holds the lock
 * of the mailbox.
 */
export async function assignThreads(
  session: WriteSession,
  mailboxId: string,
  incoming: readonly ThreadedMessage[],
): Promise<Map<number, number>> {
  if (incoming.length === 0) return new Map()
  const keyed: { message: ThreadedMessage; keys: ThreadKeys }[] = []
  for (const slice of splitIntoBatches(incoming, SLICE)) {
    for (const message of slice) keyed.push({ message, keys: threadKeysOf(mailboxId, message) })
    await setImmediate()
  }
  const stored = await storedKeys(session, keyed)
  // A message that is stored has stored its own key, so a key that is not stored has no owner yet.
  const storedIds = keyed.flatMap(({ keys }) =>
    [...keys.byMessageId].flatMap(([key, id]) => (stored.has(key) ? [id] : [])),
  )
  const ambiguous = await ambiguousKeys(session, mailboxId, keyed, [...new Set(storedIds)])
  const keysOf = new Map(
    keyed.map(({ message, keys }) => {
      const joining = [...keys.byMessageId.keys()].filter((key) => !ambiguous.has(key))
      return [message.id, keys.provider === null ? joining : [...joining, keys.provider]]
    }),
  )
  const groups = groupMessages(incoming, keysOf, stored)
  for (const group of ownersOfAmbiguousKeys(keyed, ambiguous, stored)) groups.add(group)
  const newIds = await idsOfNewThreads(session, groups)
  const assigned = new Map<number, number>()
  const newThreads: { id: number; mailboxId: string; mergedInto: null }[] = []
  const newKeys: { key: string; threadId: number }[] = []
  for (const group of groups) {
    // The oldest conversation keeps its id; the others lead to it.
    const [oldest, ...others] = [...group.threadIds].sort((one, other) => one - other)
    const threadId = oldest ?? newIds.get(group)
    if (threadId === undefined) throw new Error('A conversation was given no id')
    if (oldest === undefined) newThreads.push({ id: threadId, mailboxId, mergedInto: null })
    for (const other of others) await mergeThreads(session, mailboxId, other, threadId)
    for (const key of group.keys) if (!stored.has(key)) newKeys.push({ key, threadId })
    for (const id of group.messageIds) assigned.set(id, threadId)
  }
  for (const slice of splitIntoBatches(newThreads, 2 * SLICE)) {
    await session.bulk.insert('threads', slice)
    await setImmediate()
  }
  for (const slice of splitIntoBatches(newKeys, 2 * SLICE)) {
    await session.bulk.insert('threadKeys', slice)
    await setImmediate()
  }
  return assigned
}

function groupMessages(
  incoming: readonly ThreadedMessage[],
  keysOf: ReadonlyMap<number, string[]>,
  stored: ReadonlyMap<string, number>,
): Set<Group> {
  const groups = new Set<Group>()
  const byKey = new Map<string, Group>()
  const byThread = new Map<number, Group>()
  for (const { id, threadId } of incoming) {
    const keys = keysOf.get(id) ?? []
    const threadIds = new Set(keys.flatMap((key) => stored.get(key) ?? []))
    if (threadId !== null) threadIds.add(threadId)
    const group: Group = { threadIds, messageIds: [id], keys: new Set(keys), wantedId: id }
    const met = new Set([
      ...keys.flatMap((key) => byKey.get(key) ?? []),
      ...[...threadIds].flatMap((thread) => byThread.get(thread) ?? []),
    ])
    for (const other of met) {
      for (const thread of other.threadIds) group.threadIds.add(thread)
      for (const key of other.keys) group.keys.add(key)
      group.messageIds.push(...other.messageIds)
      group.wantedId = Math.min(group.wantedId, other.wantedId)
      groups.delete(other)
    }
    groups.add(group)
    for (const key of group.keys) byKey.set(key, group)
    for (const thread of group.threadIds) byThread.set(thread, group)
  }
  return groups
}

/**
 * An ambiguous key gets an empty conversation, so that it is stored: whoever meets it later looks for
 * the messages that have it, and joins nothing else by it.
 */
function ownersOfAmbiguousKeys(
  keyed: readonly { message: ThreadedMessage; keys: ThreadKeys }[],
  ambiguous: ReadonlySet<string>,
  stored: ReadonlyMap<string, number>,
): Group[] {
  const groups = new Map<string, Group>()
  for (const { message, keys } of keyed) {
    const { own } = keys
    if (own === null || !ambiguous.has(own) || stored.has(own) || groups.has(own)) continue
    groups.set(own, {
      threadIds: new Set(),
      messageIds: [],
      keys: new Set([own]),
      wantedId: message.id,
    })
  }
  return [...groups.values()]
}

async function storedKeys(
  { db, tables: { threadKeys } }: WriteSession,
  keyed: readonly { keys: ThreadKeys }[],
): Promise<Map<string, number>> {
  const keys = new Set(
    keyed.flatMap(({ keys: { provider, byMessageId } }) => [
      ...byMessageId.keys(),
      ...(provider === null ? [] : [provider]),
    ]),
  )
  const stored = new Map<string, number>()
  for (const batch of splitIntoBatches([...keys], 2 * SLICE)) {
    const rows = await db.select().from(threadKeys).where(inArray(threadKeys.key, batch))
    for (const row of rows) stored.set(row.key, row.threadId)
    await setImmediate()
  }
  return stored
}

/**
 * An id for each new conversation: that of its oldest message, or the next of the same second where
 * another conversation has it.
 */
async function idsOfNewThreads(
  { db, tables: { threads } }: WriteSession,
  groups: ReadonlySet<Group>,
): Promise<Map<Group, number>> {
  const ids = new Map<Group, number>()
  const taken = new Set<number>()
  let wanting = [...groups]
    .filter((group) => group.threadIds.size === 0)
    .map((group) => ({ group, id: group.wantedId }))
  while (wanting.length > 0) {
    for (const batch of splitIntoBatches(wanting.map(({ id }) => id))) {
      const rows = await db
        .select({ id: threads.id })
        .from(threads)
        .where(inArray(threads.id, batch))
      for (const row of rows) taken.add(row.id)
    }
    const refused: typeof wanting = []
    for (const { group, id } of wanting) {
      if (taken.has(id)) refused.push({ group, id: nextMessageId(id) })
      else {
        taken.add(id)
        ids.set(group, id)
      }
    }
    wanting = refused
  }
  return ids
}
