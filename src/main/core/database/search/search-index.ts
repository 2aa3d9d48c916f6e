import type { SearchTerm } from '#shared/domain/search-spellings.ts'

export interface SearchQuery {
  accountIds: string[]
  /** SQL over columns of `messages`, without parameters: which list is searched. */
  condition: string
  /** A message matches when it holds each of them. */
  terms: SearchTerm[]
}

export interface SearchPageQuery extends SearchQuery {
  beforeId: number | undefined
  limit: number
  offset: number
}

export interface SearchDocument {
  messageId: number
  /** Folded words with one space between them. */
  words: string
}

/** The full-text index: FTS5 on SQLite, tsvector on Postgres, with the same results. */
export interface SearchIndex {
  /** Ids of matching messages, newest first, never ranked. */
  page(query: SearchPageQuery): Promise<number[]>
  count(query: SearchQuery): Promise<number>
}

export interface SearchWriter {
  /** Adds messages that are not there yet. Fastest with ascending ids. */
  add(documents: SearchDocument[]): Promise<void>
  /** Empties the index, making it anew where it is damaged. */
  reset(): Promise<void>
  /** Replaces the words of messages. Deleted messages are removed by a trigger or foreign key. */
  replace(documents: SearchDocument[]): Promise<void>
}
