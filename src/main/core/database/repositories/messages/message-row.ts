import type { MessageRow } from '../../../ports/messages.ts'
import { homeBoxOf } from '../../tables/box-rules.ts'
import { sortKeyOf } from '../../tables/sort-key.ts'
import type { Tables } from '../../tables/tables.ts'

/** A stored message as the rest of the core sees it in lists. */
export function messageRow(
  message: Tables['messages']['$inferSelect'],
  mailboxId: string,
): MessageRow {
  return {
    id: message.id,
    accountId: message.accountId,
    mailboxId,
    providerMessageId: message.providerMessageId,
    providerThreadId: message.providerThreadId,
    rfcMessageId: message.rfcMessageId,
    fromName: message.fromName,
    fromEmail: message.fromEmail,
    to: message.to,
    cc: message.cc,
    subject: message.subject,
    snippet: message.snippet,
    receivedAt: message.receivedAt,
    sizeBytes: message.sizeBytes,
    isRead: message.isRead,
    isStarred: message.isStarred,
    hasAttachments: message.hasAttachments,
    homeBox: homeBoxOf(message),
    labels: message.labels,
    threadId: message.threadId,
    sortKey: sortKeyOf(message),
  }
}
