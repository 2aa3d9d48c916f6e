import type { ProviderLabel, SyncContext, SyncStep } from '#core/ports/provider.ts'
import type { Logger } from '#core/ports/services.ts'
import { roleOf, type FolderRole, type FolderState, type OutlookCheckpoint } from './sync-cursor.ts'
import type { CallOptions, GraphMail } from '../client/graph-client.ts'

/** What the parts of a sync share for the life of one open adapter. */
export interface OutlookSession {
  readonly client: GraphMail
  readonly logger: Logger
  /**
   * How far looks went that found nothing. Their links are newer than the stored ones, and storing
   * them would write to the database every 20 seconds for nothing.
   */
  ahead: { stored: string; checkpoint: OutlookCheckpoint } | null
  /** Whether Graph tells the attachments' names along with their message. */
  canExpand: boolean
  /** Folders of which the tree told something since they were last asked. */
  readonly mentioned: Set<string>
  /** Counts the looks, so that all of many folders get their turn. */
  looks: number
}

/** One run of a sync: its place moves on as steps are yielded. */
export interface OutlookSyncContext {
  readonly session: OutlookSession
  readonly context: SyncContext
  checkpoint: OutlookCheckpoint
  /** How many steps it has yielded. */
  steps: number
  /** Messages that a look has told of: lists asked for earlier show them as they were. */
  readonly overtaken: Set<string>
}

/** A run that has not begun. */
export function createSyncContext(
  session: OutlookSession,
  context: SyncContext,
  checkpoint: OutlookCheckpoint,
): OutlookSyncContext {
  return { session, context, checkpoint, steps: 0, overtaken: new Set() }
}

/** As much of a run as reading the folder tree takes. */
export interface FolderTreeContext {
  readonly session: OutlookSession
  readonly context: Pick<SyncContext, 'signal' | 'onWaiting' | 'since'>
  checkpoint: OutlookCheckpoint
}

/** A step that says nothing but what is given, with the run's checkpoint as it is now. */
export function stepOf(
  run: OutlookSyncContext,
  step: Partial<SyncStep> & Pick<SyncStep, 'phase'>,
): SyncStep {
  const cursor = new Date(run.session.client.clock.now()).toISOString()
  run.checkpoint = { ...run.checkpoint, cursor }
  run.steps += 1
  return {
    upserts: [],
    placements: [],
    deletions: [],
    discovered: [],
    failures: [],
    labels: null,
    total: totalOf(run.checkpoint),
    ...step,
    checkpoint: { ...run.checkpoint },
  }
}

export function reading(run: FolderTreeContext, priority: CallOptions['priority']): CallOptions {
  const { signal } = run.context
  return {
    intent: 'read',
    priority,
    signal,
    onWaiting: (untilMs) => run.context.onWaiting(untilMs),
  }
}

export function rolesOf(run: FolderTreeContext): (folderId: string) => FolderRole {
  return (folderId) => roleOf(run.checkpoint, folderId)
}

export function updateFolder(
  run: OutlookSyncContext,
  id: string,
  change: Partial<FolderState>,
): void {
  const folder = run.checkpoint.folders[id]
  if (!folder) return
  run.checkpoint = {
    ...run.checkpoint,
    folders: { ...run.checkpoint.folders, [id]: { ...folder, ...change } },
  }
}

/** Messages to be asked about one by one before anything is concluded. */
export function leaveUnsettled(run: OutlookSyncContext, ids: Iterable<string>): void {
  const unsettled = [...new Set([...run.checkpoint.unsettled, ...ids])]
  if (unsettled.length === run.checkpoint.unsettled.length) return
  run.checkpoint = { ...run.checkpoint, unsettled }
}

/** The folders as labels; a folder inside a folder of the person's bears both names. */
export function labelsOf({ folders, wellKnown }: OutlookCheckpoint): ProviderLabel[] {
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

function totalOf({ folders }: OutlookCheckpoint): number | null {
  const states = Object.values(folders)
  return states.length === 0 ? null : states.reduce((sum, { total }) => sum + total, 0)
}
