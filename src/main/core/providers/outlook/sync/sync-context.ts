import type { ProviderLabel, SyncContext, SyncStep } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import {
  roleOf,
  WELL_KNOWN_FOLDERS,
  type FolderRole,
  type FolderState,
  type OutlookSyncCursor,
} from './sync-cursor.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'

/** What the parts of a sync share for the life of one open adapter. */
export interface OutlookSession {
  readonly client: GraphClient
  readonly logger: Logger
  /**
   * The cursor after polls that found no changes. Its delta links are newer than the stored ones,
   * but storing it would write to the database every 20 seconds without need.
   */
  unstoredCursor: { stored: string; syncCursor: OutlookSyncCursor } | null
  /** False after Graph refused to expand attachments in a list of messages. */
  canExpandAttachments: boolean
  /** Folders that the folder tree's delta reported since their messages were last polled. */
  readonly changedFolderIds: Set<string>
  /** True during an initial sync, whose background batches leave room for the person's requests. */
  isInitialSync: boolean
  /** The number of polls so far: it selects the next folders in rotation if there are many. */
  pollCount: number
}

/** One run of a sync. Its cursor advances as steps are yielded. */
export interface OutlookSyncContext {
  readonly session: OutlookSession
  readonly context: SyncContext
  syncCursor: OutlookSyncCursor
  /** The number of steps yielded so far. */
  stepCount: number
  /** Messages that a poll has reported: pages requested before it may show an outdated state. */
  readonly polledMessageIds: Set<string>
}

/** Creates a run that has not yielded any step. */
export function createSyncContext(
  session: OutlookSession,
  context: SyncContext,
  checkpoint: OutlookSyncCursor,
): OutlookSyncContext {
  return { session, context, syncCursor: checkpoint, stepCount: 0, polledMessageIds: new Set() }
}

/** The part of a run that fetching the folder tree needs. */
export interface FolderTreeContext {
  readonly session: OutlookSession
  readonly context: Pick<SyncContext, 'signal' | 'onWaiting' | 'since' | 'isFullPoll'>
  syncCursor: OutlookSyncCursor
}

/** Creates a step with the given changes only, and with the run's current cursor. */
export function createStep(
  run: OutlookSyncContext,
  step: Partial<SyncStep> & Pick<SyncStep, 'phase'>,
): SyncStep {
  const cursor = new Date(run.session.client.clock.now()).toISOString()
  run.syncCursor = { ...run.syncCursor, cursor }
  run.stepCount += 1
  return {
    upserts: [],
    placements: [],
    deletions: [],
    discovered: [],
    failures: [],
    labels: null,
    total: messagesTotalOf(run.syncCursor),
    ...step,
    syncCursor: { ...run.syncCursor },
  }
}

export function readOptionsOf(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): CallOptions {
  const { signal } = run.context
  return {
    intent: 'read',
    priority,
    signal,
    leavesRoomForUser: run.session.isInitialSync && priority === 'background',
    onWaiting: (untilMs) => run.context.onWaiting(untilMs),
  }
}

export function rolesOf(run: FolderTreeContext): (folderId: string) => FolderRole {
  return (folderId) => roleOf(run.syncCursor, folderId)
}

export function updateFolder(
  run: OutlookSyncContext,
  id: string,
  change: Partial<FolderState>,
): void {
  const folder = run.syncCursor.folders[id]
  if (!folder) return
  run.syncCursor = {
    ...run.syncCursor,
    folders: { ...run.syncCursor.folders, [id]: { ...folder, ...change } },
  }
}

/** Marks messages as unverified: each is fetched by id before it is moved or deleted here. */
export function markUnverified(run: OutlookSyncContext, ids: Iterable<string>): void {
  const unverified = [...new Set([...run.syncCursor.unverified, ...ids])]
  if (unverified.length === run.syncCursor.unverified.length) return
  run.syncCursor = { ...run.syncCursor, unverified }
}

/** The folders as labels. A nested folder's name is its path, as in `Parent/Child`. */
export function labelsOf({ folders, wellKnown }: OutlookSyncCursor): ProviderLabel[] {
  const system = new Set(Object.values(wellKnown))
  const roles = new Map(
    WELL_KNOWN_FOLDERS.flatMap(({ key, role }) => {
      const id = wellKnown[key]
      return id === undefined ? [] : [[id, role] as const]
    }),
  )
  const parentOf = (id: string): string | null => {
    const parentId = folders[id]?.parentId ?? ''
    return folders[parentId] ? parentId : null
  }
  const pathOf = (id: string, depth: number): string => {
    const folder = folders[id]
    if (!folder) return ''
    const above = depth < 20 ? pathOf(folder.parentId, depth + 1) : ''
    return above === '' ? folder.name : `${above}/${folder.name}`
  }
  return Object.keys(folders).map((id) => ({
    id,
    name: pathOf(id, 0),
    kind: system.has(id) ? 'system' : 'user',
    type: 'folder',
    role: roles.get(id) ?? null,
    parentId: parentOf(id),
    colour: null,
    isHidden: false,
  }))
}

function messagesTotalOf({ folders }: OutlookSyncCursor): number | null {
  const states = Object.values(folders)
  return states.length === 0 ? null : states.reduce((sum, { total }) => sum + total, 0)
}
