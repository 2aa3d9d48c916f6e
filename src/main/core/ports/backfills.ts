import type { AccountRow } from './accounts.ts'
import type { MailProvider } from './provider.ts'
import type { ReadRepositories, Repositories } from './store.ts'

/** How far a data migration of one account's mail has come. */
export interface BackfillRow {
  accountId: string
  name: string
  /** The message id below which the next chunk continues; null before the first chunk. */
  position: number | null
  /** Messages worked through. */
  done: number
  /** About how many there are; null before the first chunk. */
  total: number | null
  isDone: boolean
}

/** What one chunk did. */
export interface BackfillChunk {
  /** Where the next chunk continues; null where there is nothing left. */
  nextPosition: number | null
  /** Messages worked through by this chunk. */
  done: number
}

export interface BackfillContext {
  read: ReadRepositories
  account: AccountRow
  position: number | null
  signal: AbortSignal
  /** Throws where there is no usable grant. */
  openProvider: () => Promise<MailProvider>
}

/** Writes what was prepared; runs in the transaction that also stores the new position. */
export type WriteChunk = (repositories: Repositories) => Promise<BackfillChunk>

/**
 * A migration of stored mail that runs in the background in chunks, newest mail first. A chunk may
 * run twice (a kill between two chunks, a message synced meanwhile), so it must be repeatable.
 */
export interface Backfill {
  name: string
  /** Backfills of the same account that must be done first. */
  after: readonly string[]
  /** True where chunks ask the provider: they wait until the account is connected and idle. */
  needsProvider: boolean
  /** Reads and fetches outside any transaction; takes a few milliseconds of the event loop. */
  prepareChunk(context: BackfillContext): Promise<WriteChunk>
}

export interface BackfillReader {
  /** Every backfill that is not done, of every account. */
  listPending(): Promise<BackfillRow[]>
}

export interface BackfillRepository extends BackfillReader {
  /** Begins a backfill of an account, or begins it again from the start. */
  start(accountId: string, name: string): Promise<void>
  /**
   * Stores what a chunk did. False where the stored position is not that of `row` any more: another
   * process was quicker, and the transaction is to be rolled back.
   */
  advance(row: BackfillRow, chunk: BackfillChunk): Promise<boolean>
}

/** What the rest of the core may ask of the backfill engine. */
export interface BackfillControl {
  /** A backfill was started, or an account became able to go on. */
  wake(): void
}
