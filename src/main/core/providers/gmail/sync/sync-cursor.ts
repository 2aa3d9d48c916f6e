import type { SyncCursor } from '#core/ports/provider.ts'

/** Where a Gmail sync stands. `cursor` is the historyId from which changes are read. */
export interface GmailSyncCursor {
  version: 1
  cursor: string
  /** What a full sync does next; `backfill` also once all is fetched. */
  phase: 'recent' | 'inventory' | 'resync' | 'backfill'
  /** Where the inventory continues. */
  pageToken: string | null
  /** Local mail was there before: compare with it instead of only adding. */
  isResync: boolean
  /** Stored messages that a list did not show and that Gmail has not been able to tell of yet. */
  unverified: string[]
  total: number | null
}

const PHASES = ['recent', 'inventory', 'resync', 'backfill'] as const

/** The checkpoint as we wrote it, or null where it cannot be read: then a sync starts over. */
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
