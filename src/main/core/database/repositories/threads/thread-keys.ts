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

/**
 * The keys of a message in its mailbox. Messages that share a key are one conversation. The
 * provider's thread id joins within its account. A Message-ID joins across accounts, together with
 * the subject: a Message-ID that several mails have, or refer to without being related, then joins
 * only those with the same subject, and a reply under a new subject begins a conversation.
 */
export interface ThreadKeys {
  /** Of the provider's thread id; null where the provider has none. */
  provider: string | null
  /** Of its own Message-ID; null where that names nothing. */
  own: string | null
  /** Of every Message-ID, its own included, with the Message-ID. */
  byMessageId: ReadonlyMap<string, string>
}

/** Of a long References header: the start of the conversation and its newest messages. */
const NEWEST_REFERENCES = 30
// 120 bits: two conversations never meet by chance, nor by an attempt to make them.
const KEY_LENGTH = 20

/** Computes the keys of a message. */
export function threadKeysOf(mailboxId: string, message: ThreadedMessage): ThreadKeys {
  const { accountId, providerThreadId, rfcMessageId, inReplyTo, references } = message
  const subject = conversationSubject(message.subject)
  const ids = [rfcMessageId, inReplyTo, references[0], ...references.slice(-NEWEST_REFERENCES)]
  const byMessageId = new Map<string, string>()
  for (const id of new Set(ids)) {
    if (typeof id === 'string' && isUsable(id)) {
      byMessageId.set(messageIdKey(mailboxId, subject, id), id)
    }
  }
  return {
    provider: providerThreadId === '' ? null : keyOf('p', accountId, providerThreadId),
    own:
      rfcMessageId !== null && isUsable(rfcMessageId)
        ? messageIdKey(mailboxId, subject, rfcMessageId)
        : null,
    byMessageId,
  }
}

/** The key of a Message-ID under a subject, as `conversationSubject` returns it. */
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
