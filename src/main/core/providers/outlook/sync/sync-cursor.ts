import { isRecord } from '#shared/domain/is-record.ts'
import type { SyncCursor } from '#core/ports/provider.ts'

/** The role of a folder, which decides the boxes of the messages in it. */
export type FolderRole = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'other'

/**
 * A time range of a folder, by `receivedDateTime`, whose messages are fetched in full. Null means no
 * bound at that end. The parts of one folder never overlap, so each can be fetched on its own.
 */
export interface FolderPart {
  /** Received before this. */
  before: string | null
  /** Received at this time or later. */
  since: string | null
  /** The link to its next page, or null to begin. */
  next: string | null
}

export interface FolderState {
  name: string
  parentId: string
  /** Graph's `totalItemCount`. */
  total: number
  /** Where its delta continues: a nextLink or a deltaLink, or null to begin. */
  link: string | null
  /** True once every id in it is listed; from then on `link` is a deltaLink and returns changes. */
  isListed: boolean
  /** The lower bound of the last part that was added: the upper bound of the next one. */
  listedTo: string | null
  /** The time ranges that are listed but not fetched, newest first. */
  parts: FolderPart[]
  /** Deletions in it may have been missed: reconcile it with the stored messages once it is listed. */
  mustCompare: boolean
}

/** Graph's well-known folders that are looked up, by their names in a path (mailFolder resource). */
export const WELL_KNOWN_FOLDERS = [
  { graphName: 'inbox', key: 'inbox', role: 'inbox' },
  { graphName: 'sentitems', key: 'sent', role: 'sent' },
  { graphName: 'drafts', key: 'drafts', role: 'drafts' },
  { graphName: 'deleteditems', key: 'trash', role: 'trash' },
  { graphName: 'junkemail', key: 'junk', role: 'spam' },
  { graphName: 'archive', key: 'archive', role: 'archive' },
] as const

/** The cursor of an Outlook account's sync: what is done, and where each folder continues. */
export interface OutlookSyncCursor {
  version: 2
  /** When it was created, as ISO 8601: a later search among sent mail starts from this time. */
  cursor: string
  isRecentDone: boolean
  /** Messages were stored before this sync began: reconcile with them instead of only adding. */
  isResync: boolean
  /** Folder ids by role; folders inside trash and junk inherit the role and are not listed here. */
  wellKnown: Partial<Record<(typeof WELL_KNOWN_FOLDERS)[number]['key'], string>>
  foldersLink: string | null
  folders: Record<string, FolderState>
  /** Unverified messages, which left a folder or changed in part: each is fetched by id first. */
  unsettled: string[]
}

export function createSyncCursor(now: number, isResync: boolean): OutlookSyncCursor {
  return {
    version: 2,
    cursor: new Date(now).toISOString(),
    isRecentDone: false,
    isResync,
    wellKnown: {},
    foldersLink: null,
    folders: {},
    unsettled: [],
  }
}

/** Parses a stored cursor; null if it is not valid, and then a sync starts from the beginning. */
export function parseSyncCursor(stored: SyncCursor | null): OutlookSyncCursor | null {
  if (stored?.['version'] !== 2) return null
  const { cursor, isRecentDone, wellKnown, foldersLink, folders, unsettled } = stored
  if (typeof cursor !== 'string' || !isRecord(wellKnown) || !isRecord(folders)) return null
  const states: Record<string, FolderState> = {}
  for (const [id, state] of Object.entries(folders)) {
    const parsed = parseFolderState(state)
    if (parsed === null) return null
    states[id] = parsed
  }
  return {
    version: 2,
    cursor,
    isRecentDone: isRecentDone === true,
    isResync: stored['isResync'] === true,
    wellKnown: Object.fromEntries(
      Object.entries(wellKnown).filter(([, id]) => typeof id === 'string'),
    ),
    foldersLink: textOrNull(foldersLink),
    folders: states,
    unsettled: Array.isArray(unsettled) ? unsettled.map(String) : [],
  }
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

function parseFolderState(state: unknown): FolderState | null {
  if (!isRecord(state)) return null
  const { name, parentId, total, parts } = state
  if (typeof name !== 'string' || typeof parentId !== 'string' || !Array.isArray(parts)) return null
  return {
    name,
    parentId,
    total: typeof total === 'number' ? total : 0,
    link: textOrNull(state['link']),
    isListed: state['isListed'] === true,
    listedTo: textOrNull(state['listedTo']),
    parts: parts.filter(isRecord).map(({ before, since, next }) => ({
      before: textOrNull(before),
      since: textOrNull(since),
      next: textOrNull(next),
    })),
    mustCompare: state['mustCompare'] === true,
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
