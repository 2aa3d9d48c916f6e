import type { SyncCursor } from '#core/ports/provider.ts'

/** What a folder makes of the messages in it. */
export type FolderRole = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'other'

/**
 * A part of a folder by time received, as Graph writes times, whose messages are read whole. Null
 * leaves an end open. Parts of one folder never overlap, so that each can be read on its own.
 */
export interface FolderPart {
  /** Received before this. */
  before: string | null
  /** Received at this time or later. */
  since: string | null
  /** Where its list goes on, or null to begin. */
  next: string | null
}

export interface FolderState {
  name: string
  parentId: string
  /** Graph's own count. */
  total: number
  /** Where its delta goes on: a next or a delta link, or null to begin. */
  link: string | null
  /** True once every id in it is known; from then on `link` tells changes. */
  isListed: boolean
  /** The oldest time listed that ends a part: the next part begins there. */
  listedTo: string | null
  /** What of the listed is still to be read, newest first. */
  parts: FolderPart[]
  /** Mail of it may have gone unseen: compare with what is stored once it is read. */
  mustCompare: boolean
}

/** Where an Outlook sync stands. */
export interface OutlookSyncCursor {
  version: 2
  /** When it was made, as ISO 8601: the baseline for a later search among sent mail. */
  cursor: string
  isRecentDone: boolean
  /** Local mail was there before: compare with it instead of only adding. */
  isResync: boolean
  /** Ids by role; only the roots, folders inside them inherit. */
  wellKnown: Partial<Record<Exclude<FolderRole, 'other'>, string>>
  foldersLink: string | null
  folders: Record<string, FolderState>
  /** Messages that left a folder or changed in part: each is asked about before anything is done. */
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

/** The checkpoint as we wrote it, or null where it cannot be read: then a sync starts over. */
export function parseSyncCursor(stored: SyncCursor | null): OutlookSyncCursor | null {
  if (stored?.['version'] !== 2) return null
  const { cursor, isRecentDone, wellKnown, foldersLink, folders, unsettled } = stored
  if (typeof cursor !== 'string' || !isRecord(wellKnown) || !isRecord(folders)) return null
  const states: Record<string, FolderState> = {}
  for (const [id, state] of Object.entries(folders)) {
    const read = parseFolderState(state)
    if (read === null) return null
    states[id] = read
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

/** The role of a folder: its own, or that of the trash or junk folder it lies in. */
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
