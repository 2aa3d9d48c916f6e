import { parseRowId } from '#shared/domain/parse-row-id.ts'
import { bareMessageId, replyReferences } from '#shared/domain/references.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { ReadRepositories } from '../../ports/store.ts'

/** What files an outgoing message in the conversation it answers. */
export interface ReplyParent {
  /** Message-IDs without angle brackets, for In-Reply-To and References. */
  inReplyTo: string | null
  references: string[]
  /** The provider's conversation, where the message answered is of the sending account. */
  providerThreadId: string | null
}

const NO_PARENT: ReplyParent = { inReplyTo: null, references: [], providerThreadId: null }

/**
 * Finds the message that an outgoing one answers, by the provider's id, ours, or its Message-ID, and
 * returns the headers of the answer (RFC 5322 section 3.6.4). They come from the stored headers, so
 * they do not depend on the body being here.
 */
export async function findReplyParent(
  read: ReadRepositories,
  account: AccountRow,
  name: string | undefined,
): Promise<ReplyParent> {
  if (name === undefined) return NO_PARENT
  const bare = bareMessageId(name)
  const id = parseRowId(name)
  const row =
    (await read.messages.getByProviderId(account.id, name)) ??
    (id === null ? null : await read.messages.get(id)) ??
    (await read.messages.getByRfcMessageId([account.id], bare))
  // An id of another person's account must not leak into this message's headers.
  if (row?.mailboxId !== account.mailboxId) {
    return bare.includes('@')
      ? { inReplyTo: bare, references: [bare], providerThreadId: null }
      : NO_PARENT
  }
  // Until the backfill of headers has come to an old message, its body still has them.
  const headers = (await read.messages.headers(row.id)) ?? (await read.messages.content(row.id))
  return {
    inReplyTo: row.rfcMessageId,
    references: replyReferences({
      rfcMessageId: row.rfcMessageId,
      inReplyTo: headers?.inReplyTo ?? null,
      references: headers?.references ?? [],
    }),
    // A thread id means nothing in another account.
    providerThreadId: row.accountId === account.id ? row.providerThreadId : null,
  }
}
