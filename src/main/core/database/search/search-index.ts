import type { SearchedFields } from './search-fields.ts'
import type { TextCondition } from './text-condition.ts'

/** A condition on messages: their text, and SQL over columns of `messages` without parameters. */
export type MessageCondition =
  | { kind: 'text'; text: TextCondition }
  | { kind: 'sql'; sql: string }
  | { kind: 'all'; nodes: MessageCondition[] }
  | { kind: 'any'; nodes: MessageCondition[] }
  | { kind: 'not'; node: MessageCondition }

export interface CompiledSearch {
  accountIds: string[]
  /** What every found message's text holds, read from the search index; null reads the list alone. */
  text: TextCondition | null
  /** What else must hold. */
  condition: MessageCondition
  /** Ids of found messages are in [minId, maxId). */
  minId: number
  maxId: number
}

export interface SearchPageQuery extends CompiledSearch {
  limit: number
  offset: number
}

export interface SearchDocument {
  messageId: number
  fields: SearchedFields
}

/** The full-text index: FTS5 on SQLite, tsvector on Postgres, with the same results. */
export interface SearchIndex {
  /** Ids of matching messages, newest first, never ranked. */
  page(query: SearchPageQuery): Promise<number[]>
  /** Counts in slices; throws the signal's reason between two of them where it is aborted. */
  count(query: CompiledSearch, signal?: AbortSignal): Promise<number>
}

export interface SearchWriter {
  /** Adds messages that are not there yet. Fastest with ascending ids. */
  add(documents: SearchDocument[]): Promise<void>
  /** Empties the index, making it anew where it is damaged. */
  reset(): Promise<void>
  /** Replaces the words of messages. Deleted messages are removed by a trigger or foreign key. */
  replace(documents: SearchDocument[]): Promise<void>
}
