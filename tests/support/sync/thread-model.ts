/** What of a message the model looks at. */
export interface ModelMessage {
  accountId: string
  providerMessageId: string
  providerThreadId: string
  rfcMessageId: string | null
  subject: string
  inReplyTo: string | null
  references: readonly string[]
}

interface ModelThread {
  members: Set<string>
  tokens: Set<string>
}

/**
 * Conversations of one mailbox, written apart from the program's own code and as plainly as possible:
 * every message brings tokens, and whoever shares a token is one conversation for good.
 */
export class ThreadModel {
  #threads: ModelThread[] = []
  readonly #present = new Map<string, ModelMessage>()

  /** Messages that arrive or are stored again, in one batch. */
  store(batch: readonly ModelMessage[]): void {
    for (const message of batch) this.#present.set(keyOf(message), message)
    for (const name of new Set(batch.map(keyOf))) {
      const message = this.#present.get(name)
      if (message) this.#join(name, this.#tokensOf(message))
    }
  }

  delete(accountId: string, providerMessageId: string): void {
    const name = keyOf({ accountId, providerMessageId })
    this.#present.delete(name)
    for (const thread of this.#threads) thread.members.delete(name)
  }

  /** The messages that are there, conversation by conversation. */
  partition(): string[][] {
    return this.#threads
      .map(({ members }) => [...members].sort())
      .filter((members) => members.length > 0)
      .sort((one, other) => ((one[0] ?? '') < (other[0] ?? '') ? -1 : 1))
  }

  #join(name: string, tokens: string[]): void {
    const joined: ModelThread = { members: new Set([name]), tokens: new Set(tokens) }
    this.#threads = this.#threads.filter((thread) => {
      const meets = thread.members.has(name) || tokens.some((token) => thread.tokens.has(token))
      if (!meets) return true
      for (const member of thread.members) joined.members.add(member)
      for (const token of thread.tokens) joined.tokens.add(token)
      return false
    })
    this.#threads.push(joined)
  }

  #tokensOf(message: ModelMessage): string[] {
    const subject = bareSubject(message.subject)
    const ids = [message.rfcMessageId, message.inReplyTo, ...message.references]
    const byId = ids.flatMap((id) =>
      id !== null && /^[^@]+@[^@]+$/u.test(id) && !this.#isUsedTwice(id, subject)
        ? [`id ${subject} ${id}`]
        : [],
    )
    return [...byId, `thread ${message.accountId} ${message.providerThreadId}`]
  }

  /** One account has this Message-ID under this subject in two of its provider's threads. */
  #isUsedTwice(id: string, subject: string): boolean {
    const users = [...this.#present.values()].filter(
      (message) => message.rfcMessageId === id && bareSubject(message.subject) === subject,
    )
    return users.some((one) =>
      users.some(
        (other) =>
          one.accountId === other.accountId && one.providerThreadId !== other.providerThreadId,
      ),
    )
  }
}

export function keyOf({
  accountId,
  providerMessageId,
}: Pick<ModelMessage, 'accountId' | 'providerMessageId'>): string {
  return `${accountId} ${providerMessageId}`
}

/** Enough for the subjects of tests and of the simulator. */
function bareSubject(subject: string): string {
  let rest = subject.toLowerCase()
  while (/^\s*(?:re|fwd?|aw)\s*:/u.test(rest)) rest = rest.replace(/^[^:]*:/u, '')
  return rest.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
