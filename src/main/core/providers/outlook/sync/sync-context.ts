import type { ProviderLabel, SyncContext, SyncStep } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import { roleOf, type FolderRole, type FolderState, type OutlookSyncCursor } from './sync-cursor.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'

/** What the parts of a sync share for the life of one open adapter. */
export interface OutlookSession {
  readonly client: GraphClient
  readonly logger: Logger
  /**
   * How far looks went that found nothing. Their links are newer than the stored ones, and storing
   * them would write to the database every 20 seconds for nothing.
   */
  unstoredCursor: { stored: string; syncCursor: OutlookSyncCursor } | null
  /** Whether Graph tells the attachments' names along with their message. */
  canExpandAttachments: boolean
  /** Folders of which the tree told something since they were last asked. */
  readonly changedFolderIds: Set<string>
  /** Counts the looks, so that all of many folders get their turn. */
  pollCount: number
}

/** One run of a sync: its place moves on as steps are yielded. */
export interface OutlookSyncContext {
  readonly session: OutlookSession
  readonly context: SyncContext
  syncCursor: OutlookSyncCursor
  /** How many steps it has yielded. */
  stepCount: number
  /** Messages that a look has told of: lists asked for earlier show them as they were. */
  readonly polledMessageIds: Set<string>
}

/** A run that has not begun. */
export function createSyncContext(
  session: OutlookSession,
  context: SyncContext,
  checkpoint: OutlookSyncCursor,
): OutlookSyncContext {
  return { session, context, syncCursor: checkpoint, stepCount: 0, polledMessageIds: new Set() }
}

/** As much of a run as reading the folder tree takes. */
export interface FolderTreeContext {
  readonly session: OutlookSession
  readonly context: Pick<SyncContext, 'signal' | 'onWaiting' | 'since'>
  syncCursor: OutlookSyncCursor
}

/** A step that says nothing but what is given, with the run's checkpoint as it is now. */
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
    checkpoint: { ...run.syncCursor },
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

/** Messages to be asked about one by one before anything is concluded. */
export function markUnverified(run: OutlookSyncContext, ids: Iterable<string>): void {
  const unsettled = [...new Set([...run.syncCursor.unsettled, ...ids])]
  if (unsettled.length === run.syncCursor.unsettled.length) return
  run.syncCursor = { ...run.syncCursor, unsettled }
}

/** The folders as labels; a folder inside a folder of the person's bears both names. */
export function labelsOf({ folders, wellKnown }: OutlookSyncCursor): ProviderLabel[] {
  const system = new Set(Object.values(wellKnown))
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
  }))
}

function messagesTotalOf({ folders }: OutlookSyncCursor): number | null {
  const states = Object.values(folders)
  return states.length === 0 ? null : states.reduce((sum, { total }) => sum + total, 0)
}
