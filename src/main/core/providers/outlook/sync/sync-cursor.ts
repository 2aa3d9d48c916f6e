import { z } from 'zod'
import type { SyncCursor } from '#core/ports/provider.ts'

/** The role of a folder, which decides the boxes of the messages in it. */
export type FolderRole = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'other'

const textOrNull = z.string().nullable().catch(null)

/**
 * A time range of a folder, by `receivedDateTime`, whose messages are fetched in full. Null means no
 * bound at that end. The parts of one folder never overlap, so each can be fetched on its own.
 */
const folderPartSchema = z.object({
  /** Received before this. */
  before: textOrNull,
  /** Received at this time or later. */
  since: textOrNull,
  /** The link to its next page, or null to begin. */
  next: textOrNull,
})

const folderStateSchema = z.object({
  name: z.string(),
  parentId: z.string(),
  /** Graph's `totalItemCount`. */
  total: z.number().catch(0),
  /** Where its delta continues: a nextLink or a deltaLink, or null to begin. */
  link: textOrNull,
  /** True once every id in it is listed; from then on `link` is a deltaLink and returns changes. */
  isListed: z.boolean().catch(false),
  /** The lower bound of the last part that was added: the upper bound of the next one. */
  listedTo: textOrNull,
  /** The time ranges that are listed but not fetched, newest first. */
  parts: z.array(folderPartSchema),
  /** Deletions in it may have been missed: reconcile it with the stored messages once it is listed. */
  mustCompare: z.boolean().catch(false),
})

/** Graph's well-known folders that are looked up, by their names in a path (mailFolder resource). */
export const WELL_KNOWN_FOLDERS = [
  { graphName: 'inbox', key: 'inbox', role: 'inbox' },
  { graphName: 'sentitems', key: 'sent', role: 'sent' },
  { graphName: 'drafts', key: 'drafts', role: 'drafts' },
  { graphName: 'deleteditems', key: 'trash', role: 'trash' },
  { graphName: 'junkemail', key: 'junk', role: 'spam' },
  { graphName: 'archive', key: 'archive', role: 'archive' },
] as const

/**
 * A stored cursor: what is done, and where each folder continues. Members that an earlier version did
 * not write get their default; a cursor without valid folders is not valid.
 */
const outlookSyncCursorSchema = z.object({
  version: z.literal(2),
  /** When it was created, as ISO 8601: a later search among sent mail starts from this time. */
  cursor: z.string(),
  isRecentDone: z.boolean().catch(false),
  /** Messages were stored before this sync began: reconcile with them instead of only adding. */
  isResync: z.boolean().catch(false),
  /** Folder ids by role; folders inside trash and junk inherit the role and are not listed here. */
  wellKnown: z.object({
    inbox: z.string().optional().catch(undefined),
    sent: z.string().optional().catch(undefined),
    drafts: z.string().optional().catch(undefined),
    trash: z.string().optional().catch(undefined),
    junk: z.string().optional().catch(undefined),
    archive: z.string().optional().catch(undefined),
  }),
  foldersLink: textOrNull,
  folders: z.record(z.string(), folderStateSchema),
  /** Unverified messages, which left a folder or changed in part: each is fetched by id first. */
  unverified: z.array(z.string()).catch([]),
})

export type FolderPart = z.infer<typeof folderPartSchema>
export type FolderState = z.infer<typeof folderStateSchema>
/** The cursor of an Outlook account's sync. */
export type OutlookSyncCursor = z.infer<typeof outlookSyncCursorSchema>

export function createSyncCursor(now: number, isResync: boolean): OutlookSyncCursor {
  return {
    version: 2,
    cursor: new Date(now).toISOString(),
    isRecentDone: false,
    isResync,
    wellKnown: {},
    foldersLink: null,
    folders: {},
    unverified: [],
  }
}

/** Parses a stored cursor; null if it is not valid, and then a sync starts from the beginning. */
export function parseSyncCursor(stored: SyncCursor | null): OutlookSyncCursor | null {
  // Earlier versions called the unverified messages unsettled.
  const renamed = stored === null ? null : { unverified: stored['unsettled'], ...stored }
  return outlookSyncCursorSchema.safeParse(renamed).data ?? null
}

/** The role of a folder: its own, or that of the trash or junk folder that contains it. */
export function roleOf(checkpoint: OutlookSyncCursor, folderId: string): FolderRole {
  const { wellKnown, folders } = checkpoint
  for (const role of ['inbox', 'sent', 'drafts', 'trash', 'junk'] as const) {
    if (wellKnown[role] === folderId) return role
  }
  let current = folders[folderId]?.parentId
  for (let depth = 0; current !== undefined && depth < 100; depth += 1) {
    if (current === wellKnown.trash) return 'trash'
    if (current === wellKnown.junk) return 'junk'
    current = folders[current]?.parentId
  }
  return 'other'
}
