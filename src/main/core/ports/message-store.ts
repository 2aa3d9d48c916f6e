import type { Box } from '#shared/contract/enums.ts'
import type { DateOptions } from '#shared/domain/search-query/parse-date.ts'
import type { MessageHeaders } from '#shared/domain/message-headers.ts'
import type {
  ChangedLists,
  IncomingMessage,
  MessageRow,
  Placement,
  StoredContent,
  StoredPlacement,
} from './messages.ts'
import type { FetchedHeaders, MessageRef } from './provider.ts'

/** Where a message stands in lists: by sort key, newest first, then by id. */
export interface ListPosition {
  sortKey: number
  id: number
}

/** What is listed: a box, or a label or folder by the provider's id. */
export type ListedBy = { box: Box; label?: undefined } | { box?: undefined; label: string }

export type MessagePageQuery = ListedBy & {
  /** One or more accounts; their lists are merged newest first. */
  accountIds: string[]
  limit: number
  /** Only messages after this one in the list (keyset). */
  after?: ListPosition | undefined
  offset?: number | undefined
  /** A question in the query language, as typed (docs/search.md). */
  search?: string | undefined
  /** How dates in the question are read. */
  dates?: DateOptions | undefined
}

export interface BoxCount {
  accountId: string
  box: Box
  total: number
  unread: number
}

export interface MessageReader {
  page(query: MessagePageQuery): Promise<MessageRow[]>
  /**
   * The exact number of messages that `page` lists in all; read from counters without a search.
   * Throws the signal's reason where counting was aborted.
   */
  count(
    query: ListedBy & Pick<MessagePageQuery, 'accountIds' | 'search' | 'dates'>,
    signal?: AbortSignal,
  ): Promise<number>
  boxCounts(accountIds: string[]): Promise<BoxCount[]>
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
  idsWithoutHeaders(ids: number[]): Promise<number[]>
  /** Those of the given provider ids that are stored. */
  knownIds(accountId: string, providerMessageIds: string[]): Promise<Set<string>>
  /** Whether any message of an account is stored. */
  hasAny(accountId: string): Promise<boolean>
  /**
   * The placements of an account's messages in the order of the provider's ids, for work over all of
   * them in chunks.
   *
   * @param afterId the last id of the chunk before, or null for the first chunk
   */
  placementsAfter(
    accountId: string,
    afterId: string | null,
    limit: number,
  ): Promise<StoredPlacement[]>
  /** One range of an account's mail, newest first, for work over all of it. */
  listRange(query: MessageRangeQuery): Promise<MessageRange>
}

export interface MessageRangeQuery {
  accountId: string
  /** Received from this time on, whole seconds in epoch milliseconds; null from the beginning. */
  since: number | null
  /** Received before this time; null to the end. */
  before: number | null
  /** The `endId` of the range before this one, or null for the first. */
  beforeId: number | null
  /** Rows read, those of other accounts included; bounds the time one range takes. */
  limit: number
}

export interface MessageRange {
  rows: (MessageRef & { id: number; hasBody: boolean })[]
  /** Where the next range begins, or null at the end. */
  endId: number | null
}

export interface MessageRepository extends MessageReader {
  /**
   * Inserts or updates messages, with the search index, counters and conversations in the same
   * transaction, and returns our ids. A message that is stored keeps its id.
   */
  upsert(
    accountId: string,
    messages: IncomingMessage[],
    options?: {
      /** Bodies of older mail are indexed for search and not stored. Default: every body is stored. */
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
  /** Enters messages in the lists of their labels that are not entered yet. */
  fillLabelLists(ids: number[]): Promise<void>
  /** Gives messages that have no conversation theirs. */
  fillThreads(ids: number[]): Promise<void>
  /** Removes the bodies of messages; they stay listed and searchable. */
  deleteBodies(ids: number[]): Promise<void>
  /**
   * Moves messages in every list to where this sort key stands: an id of the moment puts them on
   * top (database/tables/message-id.ts). Unknown messages are ignored; ids, dates and search stay.
   */
  bump(ids: number[], sortKey: number): Promise<void>
  /** Returns the ids of the rows that changed. Unknown messages are ignored. */
  applyPlacements(
    accountId: string,
    changes: { providerMessageId: string; placement: Placement }[],
  ): Promise<number[]>
  deleteByProviderId(accountId: string, providerMessageIds: string[]): Promise<number[]>
  /** The lists of an account that this transaction changed so far. */
  changedLists(accountId: string): Promise<ChangedLists>
}
