import { inArray } from 'drizzle-orm'
import { splitIntoBatches } from '../split-into-batches.ts'
import type { WriteSession } from '../db-session.ts'
import { ThreadDeltas } from '../threads/thread-deltas.ts'
import { BoxCountDeltas } from './box-count-deltas.ts'
import { addChangedLists, mergeChangedLists, type ChangedListSets } from './changed-lists.ts'
import { LabelDeltas, type LabelledMessage } from './label-deltas.ts'

/** What counters and conversation lists need to know of a message. */
export type CountedMessage = LabelledMessage & {
  accountId: string
  threadId: number | null
  isInLabelLists: boolean
}

/**
 * Locks the mail of accounts: other transactions that change it, or conversations of the same
 * mailboxes, wait until this one ends. To be called before rows are read that are to be changed.
 * Returns the mailbox of each account.
 */
export async function lockMail(
  session: WriteSession,
  accountIds: Iterable<string>,
): Promise<Map<string, string>> {
  const { accounts } = session.tables
  const mailboxOf = new Map<string, string>()
  for (const batch of splitIntoBatches([...new Set(accountIds)])) {
    const rows = await session.db
      .select({ id: accounts.id, mailboxId: accounts.mailboxId })
      .from(accounts)
      .where(inArray(accounts.id, batch))
    for (const row of rows) mailboxOf.set(row.id, row.mailboxId)
  }
  // One order for all, so that two transactions never wait for each other.
  for (const accountId of [...mailboxOf.keys()].sort()) await session.lockAccount(accountId)
  for (const mailboxId of [...new Set(mailboxOf.values())].sort()) {
    await session.lockAccount(`mailbox ${mailboxId}`)
  }
  return mailboxOf
}

/** Gathers what a batch does to counters and to the lists of conversations and labels. */
export class MessageDeltas {
  readonly #mailboxOf: ReadonlyMap<string, string>
  readonly #lists: ChangedListSets = new Map()
  readonly #boxes = new BoxCountDeltas()
  readonly #labels = new LabelDeltas()
  readonly #threads = new Map<string, ThreadDeltas>()

  /** @param mailboxOf as `lockMail` returned it */
  constructor(mailboxOf: ReadonlyMap<string, string>) {
    this.#mailboxOf = mailboxOf
  }

  /** A message now exists so. */
  add(message: CountedMessage): void {
    this.#boxes.add(message.accountId, message)
    addChangedLists(this.#lists, message.accountId, message)
    this.addToThread(message)
    if (message.isInLabelLists) this.addToLabels(message)
  }

  /** A message exists so no longer. */
  remove(message: CountedMessage): void {
    this.#boxes.remove(message.accountId, message)
    addChangedLists(this.#lists, message.accountId, message)
    this.#threadsOf(message.accountId)?.remove(message)
    if (message.isInLabelLists) this.#labels.remove(message.accountId, message)
  }

  /** A message that boxes count already was given its conversation. */
  addToThread(message: CountedMessage): void {
    this.#threadsOf(message.accountId)?.add(message)
  }

  /** A message that boxes count already was entered in the lists of its labels. */
  addToLabels(message: CountedMessage): void {
    this.#labels.add(message.accountId, message)
  }

  /** Writes what was gathered, after the message rows and in their transaction. */
  async save(session: WriteSession): Promise<void> {
    await this.#boxes.save(session)
    await this.#labels.save(session)
    for (const threads of this.#threads.values()) await threads.save(session)
    mergeChangedLists(session.changedLists, this.#lists)
  }

  #threadsOf(accountId: string): ThreadDeltas | undefined {
    const mailboxId = this.#mailboxOf.get(accountId)
    if (mailboxId === undefined) return undefined
    const threads = this.#threads.get(mailboxId) ?? new ThreadDeltas(mailboxId)
    this.#threads.set(mailboxId, threads)
    return threads
  }
}
