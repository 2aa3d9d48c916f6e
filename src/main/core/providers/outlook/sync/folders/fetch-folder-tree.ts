import type { MailFolder } from '@microsoft/microsoft-graph-types'
import { parsePage, parseObject, type DeltaItem } from '../../client/parse-page.ts'
import {
  roleOf,
  WELL_KNOWN_FOLDERS,
  type FolderRole,
  type FolderState,
  type OutlookSyncCursor,
} from '../sync-cursor.ts'
import type { CallOptions } from '../../client/graph-client.ts'
import { isKind } from '../../client/classify-error.ts'
import { readOptionsOf, type FolderTreeContext } from '../sync-context.ts'

/** The changes of the folder tree since the cursor. */
export interface FolderChanges {
  /** The cursor with the tree as it was before these changes. */
  previousCursor: OutlookSyncCursor
  /** True if a folder was added, removed, renamed or moved. */
  hasTreeChanged: boolean
  /** Folders that the delta reported, including those of which only a count changed. */
  changedFolderIds: Set<string>
  deletedFolderIds: string[]
  /** The new role of folders whose role changed because they were moved. */
  changedRoles: Map<string, FolderRole>
}

const FOLDER_FIELDS = '$select=id,displayName,parentFolderId,totalItemCount,unreadItemCount'
const FOLDER_PAGE = 200

/**
 * Brings the folders in the cursor up to date; takes one request if nothing changed. Nested folders
 * are included, search folders are not.
 */
export async function fetchFolderTree(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<FolderChanges> {
  const { inbox, archive } = run.syncCursor.wellKnown
  // Not every mailbox has an archive, so it is looked for again only when a person asks for a sync.
  const isMissing =
    inbox === undefined || (archive === undefined && run.context.isFullPoll === true)
  if (isMissing) await fetchWellKnownFolders(run, priority)
  const before = run.syncCursor
  const { items, link, isWhole } = await fetchFolderDelta(run, priority)
  const folders = { ...before.folders }
  const reported = new Set<string>()
  const removed: string[] = []
  for (const item of items) {
    const { id } = item
    if (!id) continue
    if (item['@removed'] !== undefined) removed.push(id)
    else if (item['@odata.type'] !== '#microsoft.graph.mailSearchFolder') {
      folders[id] = mergeFolderState(item, folders[id], before.isResync)
      reported.add(id)
    }
  }
  if (isWhole) removed.push(...Object.keys(folders).filter((id) => !reported.has(id)))
  const known = removed.filter((id) => before.folders[id] !== undefined)
  for (const id of removed) Reflect.deleteProperty(folders, id)
  run.syncCursor = { ...before, folders, foldersLink: link }
  return {
    previousCursor: before,
    hasTreeChanged: serializeTree(before) !== serializeTree(run.syncCursor),
    changedFolderIds: reported,
    deletedFolderIds: known,
    changedRoles: diffRoles(before, run.syncCursor),
  }
}

async function fetchWellKnownFolders(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<void> {
  const responses = await run.session.client.batch(
    WELL_KNOWN_FOLDERS.map(({ graphName }) => ({
      method: 'GET' as const,
      path: `/me/mailFolders/${graphName}?$select=id`,
    })),
    readOptionsOf(run, priority),
  )
  const wellKnown: OutlookSyncCursor['wellKnown'] = {}
  for (const [index, { key }] of WELL_KNOWN_FOLDERS.entries()) {
    const response = responses[index]
    if (response?.ok === true) {
      const { id } = parseObject(response.data)
      if (typeof id === 'string') wellKnown[key] = id
    } else if (response && response.error.failure.kind !== 'not_found') throw response.error
  }
  run.syncCursor = { ...run.syncCursor, wellKnown }
}

async function fetchFolderDelta(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<{ items: DeltaItem<MailFolder>[]; link: string; isWhole: boolean }> {
  const { client } = run.session
  const start = `/me/mailFolders/delta?${FOLDER_FIELDS}`
  let isWhole = run.syncCursor.foldersLink === null
  let path = run.syncCursor.foldersLink ?? start
  let items: DeltaItem<MailFolder>[] = []
  for (;;) {
    try {
      const request = { method: 'GET' as const, path, pageSize: FOLDER_PAGE }
      const page = parsePage<MailFolder>(await client.call(request, readOptionsOf(run, priority)))
      items.push(...page.items)
      if (page.next === null) return { items, link: page.delta ?? start, isWhole }
      path = page.next
    } catch (error) {
      if (!isKind(error, 'cursor_expired') || isWhole) throw error
      // The link expired: fetch the whole tree; folders that are not in it are deleted.
      isWhole = true
      path = start
      items = []
    }
  }
}

/** Merges a delta item into a folder's state, because an item may have only the changed properties. */
function mergeFolderState(
  item: MailFolder,
  former: FolderState | undefined,
  mustCompare: boolean,
): FolderState {
  return {
    link: former?.link ?? null,
    isListed: former?.isListed ?? false,
    listedTo: former?.listedTo ?? null,
    parts: former?.parts ?? [],
    mustCompare: former?.mustCompare ?? mustCompare,
    name: item.displayName ?? former?.name ?? '',
    parentId: item.parentFolderId ?? former?.parentId ?? '',
    total: item.totalItemCount ?? former?.total ?? 0,
  }
}

function serializeTree({ folders, wellKnown }: OutlookSyncCursor): string {
  const tree = Object.entries(folders)
    .map(([id, { name, parentId }]) => [id, name, parentId])
    .sort(([one = ''], [other = '']) => one.localeCompare(other))
  return JSON.stringify([tree, wellKnown])
}

function diffRoles(before: OutlookSyncCursor, now: OutlookSyncCursor): Map<string, FolderRole> {
  const changed = new Map<string, FolderRole>()
  for (const id of Object.keys(now.folders)) {
    if (before.folders[id] === undefined) continue
    const role = roleOf(now, id)
    if (role !== roleOf(before, id)) changed.set(id, role)
  }
  return changed
}
