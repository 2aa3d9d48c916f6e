import { hash } from 'node:crypto'
import { conversationSubject } from '#shared/domain/conversation-subject.ts'

/** What of a message decides its conversation. */
export interface ThreadedMessage {
  id: number
  accountId: string
  providerThreadId: string
  rfcMessageId: string | null
  subject: string
  inReplyTo: string | null
  references: readonly string[]
  /** The conversation it is in already, or null. */
  threadId: number | null
}

/** Of a long References header: the start of the conversation and its newest messages. */
const NEWEST_REFERENCES = 30
// 120 bits: two conversations never meet by chance, nor by an attempt to make them.
const KEY_LENGTH = 20

/** The Message-IDs by which a message can join others: its own, and those it refers to. */
export function messageIdsOf(message: ThreadedMessage): string[] {
  const { rfcMessageId, inReplyTo, references } = message
  const ids = [rfcMessageId, inReplyTo, references[0], ...references.slice(-NEWEST_REFERENCES)]
  return [...new Set(ids.filter((id) => typeof id === 'string'))].filter(isUsable)
}

/**
 * The keys a message has in its mailbox. Messages that share a key are one conversation. The
 * provider's thread id joins within its account. A Message-ID joins across accounts, together with
 * the subject: a Message-ID that several mails have, or refer to without being related, then joins
 * only those with the same subject, and a reply under a new subject begins a conversation.
 */
export function threadKeysOf(
  mailboxId: string,
  message: ThreadedMessage,
  ambiguous: ReadonlySet<string>,
): string[] {
  const subject = conversationSubject(message.subject)
  const keys = messageIdsOf(message).map((id) => messageIdKey(mailboxId, subject, id))
  const joining = keys.filter((key) => !ambiguous.has(key))
  if (message.providerThreadId !== '') {
    joining.push(keyOf('p', message.accountId, message.providerThreadId))
  }
  return joining
}

/** The key of a Message-ID under a subject. */
export function messageIdKey(mailboxId: string, subject: string, rfcMessageId: string): string {
  return keyOf('m', mailboxId, subject, rfcMessageId)
}

/** A Message-ID with two sides (RFC 5322 section 3.6.4); `<>` or `<1>` names nothing. */
function isUsable(id: string): boolean {
  return id.length < 999 && /^[^\s@<>]+@[^\s@<>]+$/u.test(id)
}

function keyOf(...parts: string[]): string {
  return hash('sha256', parts.join('\n'), 'base64url').slice(0, KEY_LENGTH)
}
