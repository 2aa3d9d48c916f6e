import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { SearchIndex, SearchWriter } from '../search/search-index.ts'
import type { Tables } from '../tables/tables.ts'

/** The query builders both dialects answer alike. Always await them; never `.run`, `.all`, `.get`. */
export type Db = Pick<
  BetterSQLite3Database,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'
>

/** Tables that are written many rows at once, with their names in the database. */
export const BULK_TABLES = {
  messages: 'messages',
  messageContents: 'message_contents',
  messageHeaders: 'message_headers',
} as const satisfies Partial<Record<keyof Tables, string>>
export type BulkTable = keyof typeof BULK_TABLES

/** Writing many rows at once, where the builder would be too slow. */
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

/** One connection or transaction with what reading through it needs. */
export interface ReadSession {
  db: Db
  tables: Tables
  search: SearchIndex
}

/** What writing needs as well. Lives as long as one transaction. */
export interface WriteSession extends ReadSession {
  search: SearchIndex & SearchWriter
  bulk: BulkWriter
  /**
   * Makes other transactions that change the same account's mail wait until this one ends, so that
   * counters computed from what was read stay true.
   */
  lockAccount(accountId: string): Promise<void>
}
