import { z } from 'zod'
import type { SyncCursor } from '#core/ports/provider.ts'

/**
 * A stored cursor. Members that an earlier version did not write, or wrote differently, get their
 * default; without a historyId or a known phase the cursor is not valid.
 */
const gmailSyncCursorSchema = z.object({
  version: z.literal(1),
  /** The historyId from which changes are polled. */
  cursor: z.string().regex(/^\d+$/u),
  /** The next phase of an initial sync; it stays `backfill` once everything is fetched. */
  phase: z.enum(['recent', 'inventory', 'resync', 'backfill']),
  /** The token of the next page of message ids, or null to begin. */
  pageToken: z.string().nullable().catch(null),
  /** Messages were stored before this sync began: reconcile with them instead of only adding. */
  isResync: z.boolean().catch(false),
  /** Stored messages that a list did not show and whose own request has failed so far. */
  unverified: z.array(z.string()).catch([]),
  total: z.number().nullable().catch(null),
})

/** The cursor of a Gmail account's sync. */
export type GmailSyncCursor = z.infer<typeof gmailSyncCursorSchema>

/** Parses a stored cursor; null if it is not valid, and then a sync starts from the beginning. */
export function parseSyncCursor(stored: SyncCursor | null): GmailSyncCursor | null {
  return gmailSyncCursorSchema.safeParse(stored).data ?? null
}
