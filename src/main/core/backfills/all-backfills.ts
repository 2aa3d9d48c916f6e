import type { Backfill } from '../ports/backfills.ts'
import { conversationsBackfill } from './conversations.ts'
import { fetchHeadersBackfill } from './fetch-headers.ts'
import { labelListsBackfill } from './label-lists.ts'
import { messageHeadersBackfill } from './message-headers.ts'
import { searchIndexBackfill } from './search-index.ts'

/**
 * Every migration of stored mail that this version knows. Which accounts need one is decided by the
 * SQL migration that made it necessary: it inserts a row into `backfills` for each account. An
 * account added later is written in the new form and needs none.
 */
export const BACKFILLS: readonly Backfill[] = [
  messageHeadersBackfill,
  labelListsBackfill,
  conversationsBackfill,
  fetchHeadersBackfill,
  searchIndexBackfill,
]
