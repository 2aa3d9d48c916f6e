import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { ChangedListSets } from './messages/changed-lists.ts'
import type { SearchIndex, SearchWriter } from '../search/search-index.ts'
import type { Tables } from '../tables/tables.ts'

/**
 * The query builders that behave the same on both databases. Always await them; never `.run`, `.all`
 * or `.get`.
 */
export type Db = Pick<
  BetterSQLite3Database,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'
>

/** Tables that are written many rows at once: their names in the database and primary keys. */
export const BULK_TABLES = {
  messages: { name: 'messages', key: ['id'] },
  messageContents: { name: 'message_contents', key: ['message_id'] },
  messageHeaders: { name: 'message_headers', key: ['message_id'] },
  searchTexts: { name: 'search_texts', key: ['message_id'] },
  threads: { name: 'threads', key: ['id'] },
  threadKeys: { name: 'thread_keys', key: ['key'] },
  threadEntries: { name: 'thread_entries', key: ['thread_id', 'box'] },
  labelEntries: { name: 'label_entries', key: ['list_id', 'sort_key', 'message_id'] },
} as const satisfies Partial<Record<keyof Tables, { name: string; key: readonly string[] }>>
export type BulkTable = keyof typeof BULK_TABLES

/** Writes many rows at once, where the query builder is too slow. */
export interface BulkWriter {
  /** Inserts rows that are not there yet. */
  insert<T extends BulkTable>(table: T, rows: Tables[T]['$inferSelect'][]): Promise<void>
  /** Inserts whole rows, or overwrites those with the same primary key. */
  upsert<T extends BulkTable>(table: T, rows: Tables[T]['$inferSelect'][]): Promise<void>
  /** Writes the given columns of existing messages. */
  updateMessages<K extends keyof Tables['messages']['$inferSelect']>(
    columns: K[],
    rows: (Pick<Tables['messages']['$inferSelect'], K> & { id: number })[],
  ): Promise<void>
}

/** One connection or transaction, for reading. */
export interface ReadSession {
  db: Db
  tables: Tables
  search: SearchIndex
}

/** One transaction, for reading and writing. */
export interface WriteSession extends ReadSession {
  search: SearchIndex & SearchWriter
  bulk: BulkWriter
  /** The lists that this transaction changed so far, by account. */
  changedLists: ChangedListSets
  /**
   * Takes a lock until the transaction ends, so that counters computed from rows that were read stay
   * true: other transactions that change the same account's mail wait for it.
   */
  lockAccount(accountId: string): Promise<void>
  /** The same for anything else that transactions must do one after the other, by a name of its own. */
  lock(name: string): Promise<void>
}
