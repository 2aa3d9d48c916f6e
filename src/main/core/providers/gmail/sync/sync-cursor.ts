import type { SyncCursor } from '#core/ports/provider.ts'

/** The cursor of a Gmail account's sync. `cursor` is the historyId from which changes are polled. */
export interface GmailSyncCursor {
  version: 1
  cursor: string
  /** The next phase of an initial sync; it stays `backfill` once everything is fetched. */
  phase: 'recent' | 'inventory' | 'resync' | 'backfill'
  /** The token of the next page of message ids, or null to begin. */
  pageToken: string | null
  /** Messages were stored before this sync began: reconcile with them instead of only adding. */
  isResync: boolean
  /** Stored messages that a list did not show and whose own request has failed so far. */
  unverified: string[]
  total: number | null
}

const PHASES = ['recent', 'inventory', 'resync', 'backfill'] as const

/** Parses a stored cursor; null if it is not valid, and then a sync starts from the beginning. */
export function parseSyncCursor(stored: SyncCursor | null): GmailSyncCursor | null {
  if (stored?.['version'] !== 1) return null
  const { cursor, phase, pageToken, isResync, unverified, total } = stored
  const known = PHASES.find((name) => name === phase)
  if (typeof cursor !== 'string' || !/^\d+$/u.test(cursor) || !known) return null
  return {
    version: 1,
    cursor,
    phase: known,
    pageToken: typeof pageToken === 'string' ? pageToken : null,
    isResync: isResync === true,
    unverified: Array.isArray(unverified) ? unverified.map(String) : [],
    total: typeof total === 'number' ? total : null,
  }
}
