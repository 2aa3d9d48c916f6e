import type { Box } from '#shared/contract/vocabulary.ts'
import type { MessageHeaders } from '#shared/domain/message-headers.ts'
import type { IncomingMessage, MessageRow, Placement, StoredContent } from './messages.ts'
import type { FetchedHeaders, MessageRef } from './provider.ts'

export interface MessagePageQuery {
  /** One or more accounts; their lists are merged newest first. */
  accountIds: string[]
  box: Box
  limit: number
  /** Only messages older than this id (keyset). */
  beforeId?: number | undefined
  offset?: number | undefined
  /** Folded search text; every word must match the start of a word. */
  search?: string | undefined
}

export interface BoxCount {
  accountId: string
  box: Box
  total: number
  unread: number
}

export interface MessageReader {
  page(query: MessagePageQuery): Promise<MessageRow[]>
  /** Exact count of what `page` would walk; from counters where there is no search. */
  count(query: Omit<MessagePageQuery, 'limit' | 'beforeId' | 'offset'>): Promise<number>
  counts(accountIds: string[]): Promise<BoxCount[]>
  get(id: number): Promise<MessageRow | null>
  getByProviderId(accountId: string, providerMessageId: string): Promise<MessageRow | null>
  /**
   * Finds an account's messages by names, each the provider's id or ours, in a few statements.
   * Returns them by name; unknown names are missing.
   */
  findByNames(
    accountId: string,
    names: string[],
  ): Promise<Map<string, { id: number; providerMessageId: string }>>
  getByRfcMessageId(accountIds: string[], rfcMessageId: string): Promise<MessageRow | null>
  content(id: number): Promise<StoredContent | null>
  /**
   * Header fields that outlive the body; null for mail stored by an earlier version until its
   * backfill has come to it.
   */
  headers(id: number): Promise<MessageHeaders | null>
  /** Those of the given messages for which `headers` returns null. */
  withoutHeaders(ids: number[]): Promise<number[]>
  /** Those of the given provider ids that are stored. */
  known(accountId: string, providerMessageIds: string[]): Promise<Set<string>>
  allKnown(accountId: string): Promise<Set<string>>
  /** Placement of every stored message of an account, for reconciliation and tests. */
  placements(accountId: string): Promise<Map<string, Placement>>
  /** A piece of an account's mail, newest first, for work that goes through much of it. */
  rangeOf(query: MessageRangeQuery): Promise<MessageRange>
}

export interface MessageRangeQuery {
  accountId: string
  /** Received from this time on, whole seconds in epoch milliseconds; null from the beginning. */
  since: number | null
  /** Received before this time; null to the end. */
  before: number | null
  /** Where the piece before this one ended, or null for the first. */
  beforeId: number | null
  /** Rows looked at, those of other accounts included: what bounds the time a piece takes. */
  limit: number
}

export interface MessageRange {
  rows: (MessageRef & { id: number; hasBody: boolean })[]
  /** Where the next piece begins, or null at the end. */
  endId: number | null
}

export interface MessageRepository extends MessageReader {
  /**
   * Inserts or updates, keeps the search index and the box counters true in the same transaction,
   * and answers our ids. A message that is stored keeps its id.
   */
  upsert(
    accountId: string,
    messages: IncomingMessage[],
    options?: {
      /** Bodies of older mail are made searchable and not kept. Default: every body is kept. */
      bodiesSince?: number | null
    },
  ): Promise<number[]>
  /** Stores the headers of messages that lack them, from their bodies. Returns those it stored. */
  fillHeaders(ids: number[]): Promise<number[]>
  /** Stores headers that were fetched on their own. Unknown messages are ignored. */
  saveHeaders(accountId: string, fetched: readonly FetchedHeaders[]): Promise<number[]>
  /** Empties the search index; `reindex` of every message fills it again. */
  resetSearchIndex(): Promise<void>
  /** Writes messages into the search index again, from what is stored of them. */
  reindex(ids: number[]): Promise<void>
  /** Gives messages that have no conversation theirs. */
  fillThreads(ids: number[]): Promise<void>
  /** Removes what only opening these messages needs; they stay listed and searchable. */
  dropBodies(ids: number[]): Promise<void>
  /** Answers the ids of rows that really changed. Unknown messages are ignored. */
  place(
    accountId: string,
    changes: { providerMessageId: string; placement: Placement }[],
  ): Promise<number[]>
  deleteByProviderId(accountId: string, providerMessageIds: string[]): Promise<number[]>
}
