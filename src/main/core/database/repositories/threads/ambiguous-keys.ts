import { setImmediate } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { conversationSubject } from '#shared/domain/conversation-subject.ts'
import { batches } from '../split-into-batches.ts'
import type { ReadSession } from '../session.ts'
import { messageIdKey, messageIdsOf, type ThreadedMessage } from './thread-keys.ts'

/**
 * The keys of Message-IDs that an account has in two of its provider's threads under one subject:
 * a sender uses one Message-ID again and again. They join nothing; the provider's thread id does.
 */
export async function ambiguousKeys(
  { db, tables: { accounts, messages } }: ReadSession,
  mailboxId: string,
  incoming: readonly ThreadedMessage[],
): Promise<Set<string>> {
  /** By key and account, the provider's threads that have a message with this Message-ID. */
  const owners = new Map<string, string>()
  const ambiguous = new Set<string>()
  const note = (message: Omit<Owner, 'rfcMessageId'>, rfcMessageId: string) => {
    const key = messageIdKey(mailboxId, conversationSubject(message.subject), rfcMessageId)
    const owner = `${key} ${message.accountId}`
    const threadId = owners.get(owner) ?? message.providerThreadId
    owners.set(owner, threadId)
    if (threadId !== message.providerThreadId) ambiguous.add(key)
  }
  for (const message of incoming) {
    if (message.rfcMessageId !== null) note(message, message.rfcMessageId)
  }
  const isIncoming = new Set(incoming.map(({ id }) => id))
  const ids = [...new Set(incoming.flatMap(messageIdsOf))]
  for (const batch of batches(ids, 100)) {
    await setImmediate()
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
    for (const row of rows) {
      // Of a message that is stored again only what it says now counts.
      if (row.rfcMessageId !== null && !isIncoming.has(row.id)) note(row, row.rfcMessageId)
    }
  }
  return ambiguous
}

type Owner = Pick<ThreadedMessage, 'accountId' | 'subject' | 'providerThreadId' | 'rfcMessageId'>
