import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { conversationSubject } from '#shared/domain/conversation-subject.ts'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { ReadSession } from '../db-session.ts'
import { messageIdKey, type ThreadedMessage, type ThreadKeys } from './thread-keys.ts'

/**
 * The keys of Message-IDs that an account has in two of its provider's threads under one subject:
 * a sender uses one Message-ID again and again. They join nothing; the provider's thread id does.
 *
 * @param storedIds the Message-IDs of the batch that a stored message can have
 */
export async function ambiguousKeys(
  { db, tables: { accounts, messages } }: ReadSession,
  mailboxId: string,
  incoming: readonly { message: ThreadedMessage; keys: ThreadKeys }[],
  storedIds: readonly string[],
): Promise<Set<string>> {
  /** By key and account, the provider's thread that has a message with this Message-ID. */
  const owners = new Map<string, string>()
  const ambiguous = new Set<string>()
  const note = (key: string, accountId: string, providerThreadId: string): void => {
    const owner = `${key} ${accountId}`
    const threadId = owners.get(owner) ?? providerThreadId
    owners.set(owner, threadId)
    if (threadId !== providerThreadId) ambiguous.add(key)
  }
  for (const { message, keys } of incoming) {
    if (keys.own !== null) note(keys.own, message.accountId, message.providerThreadId)
  }
  const isIncoming = new Set(incoming.map(({ message }) => message.id))
  for (const batch of splitIntoBatches(storedIds, 100)) {
    const rows = await db
      .select({
        id: messages.id,
        accountId: messages.accountId,
        rfcMessageId: messages.rfcMessageId,
        providerThreadId: messages.providerThreadId,
        subject: messages.subject,
      })
      .from(messages)
      .innerJoin(accounts, eq(accounts.id, messages.accountId))
      .where(and(inArray(messages.rfcMessageId, batch), eq(accounts.mailboxId, mailboxId)))
    for (const { id, accountId, rfcMessageId, providerThreadId, subject } of rows) {
      // Of a message that is stored again only what it says now counts.
      if (rfcMessageId === null || isIncoming.has(id)) continue
      const key = messageIdKey(mailboxId, conversationSubject(subject), rfcMessageId)
      note(key, accountId, providerThreadId)
    }
    await setImmediate()
  }
  return ambiguous
}
