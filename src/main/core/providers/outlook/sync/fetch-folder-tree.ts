import type { MailFolder } from '@microsoft/microsoft-graph-types'
import { parsePage, parseObject, type DeltaItem } from '../client/parse-page.ts'
import { roleOf, type FolderRole, type FolderState, type OutlookCheckpoint } from './sync-cursor.ts'
import type { CallOptions } from '../client/graph-client.ts'
import { isKind } from '../client/classify-error.ts'
import { reading, type FolderTreeContext } from './sync-context.ts'

/** What the folder tree had to tell. */
export interface FolderChanges {
  /** How the tree was. */
  before: OutlookCheckpoint
  /** A name, a place or the list itself changed. */
  isDifferent: boolean
  /** Folders of which anything was said, counts included. */
  mentioned: Set<string>
  gone: string[]
  /** Folders whose messages now stand elsewhere, because the folder was moved. */
  otherRole: Map<string, FolderRole>
}

const FOLDER_FIELDS = '$select=id,displayName,parentFolderId,totalItemCount,unreadItemCount'
const FOLDER_PAGE = 200

const WELL_KNOWN = [
  ['inbox', 'inbox'],
  ['sentitems', 'sent'],
  ['drafts', 'drafts'],
  ['deleteditems', 'trash'],
  ['junkemail', 'junk'],
] as const

/**
 * Brings the checkpoint's folders up to date: one request where nothing changed. Folders inside
 * folders are among them, folders that are searches are not.
 */
export async function fetchFolderTree(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<FolderChanges> {
  if (run.checkpoint.wellKnown.inbox === undefined) await readWellKnown(run, priority)
  const before = run.checkpoint
  const { items, link, isWhole } = await readDelta(run, priority)
  const folders = { ...before.folders }
  const mentioned = new Set<string>()
  const gone: string[] = []
  for (const item of items) {
    const { id } = item
    if (!id) continue
    if (item['@removed'] !== undefined) gone.push(id)
    else if (item['@odata.type'] !== '#microsoft.graph.mailSearchFolder') {
      folders[id] = stateOf(item, folders[id], before.isResync)
      mentioned.add(id)
    }
  }
  if (isWhole) gone.push(...Object.keys(folders).filter((id) => !mentioned.has(id)))
  const known = gone.filter((id) => before.folders[id] !== undefined)
  for (const id of gone) Reflect.deleteProperty(folders, id)
  run.checkpoint = { ...before, folders, foldersLink: link }
  return {
    before,
    isDifferent: treeOf(before) !== treeOf(run.checkpoint),
    mentioned,
    gone: known,
    otherRole: otherRoles(before, run.checkpoint),
  }
}

async function readWellKnown(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<void> {
  const answers = await run.session.client.batch(
    WELL_KNOWN.map(([name]) => ({
      method: 'GET' as const,
      path: `/me/mailFolders/${name}?$select=id`,
    })),
    reading(run, priority),
  )
  const wellKnown: OutlookCheckpoint['wellKnown'] = {}
  for (const [index, [, role]] of WELL_KNOWN.entries()) {
    const answer = answers[index]
    if (answer?.ok === true) {
      const { id } = parseObject(answer.data)
      if (typeof id === 'string') wellKnown[role] = id
    } else if (answer && answer.error.failure.kind !== 'not_found') throw answer.error
  }
  run.checkpoint = { ...run.checkpoint, wellKnown }
}

async function readDelta(
  run: FolderTreeContext,
  priority: CallOptions['priority'],
): Promise<{ items: DeltaItem<MailFolder>[]; link: string; isWhole: boolean }> {
  const { client } = run.session
  const start = `/me/mailFolders/delta?${FOLDER_FIELDS}`
  let isWhole = run.checkpoint.foldersLink === null
  let path = run.checkpoint.foldersLink ?? start
  let items: DeltaItem<MailFolder>[] = []
  for (;;) {
    try {
      const request = { method: 'GET' as const, path, pageSize: FOLDER_PAGE }
      const page = parsePage<MailFolder>(await client.call(request, reading(run, priority)))
      items.push(...page.items)
      if (page.next === null) return { items, link: page.delta ?? start, isWhole }
      path = page.next
    } catch (error) {
      if (!isKind(error, 'cursor_expired') || isWhole) throw error
      // Too old: the whole tree, from which what is missing follows.
      isWhole = true
      path = start
      items = []
    }
  }
}

/** An item may say only what changed. */
function stateOf(
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

function treeOf({ folders }: OutlookCheckpoint): string {
  return JSON.stringify(
    Object.entries(folders)
      .map(([id, { name, parentId }]) => [id, name, parentId])
      .sort(([one = ''], [other = '']) => one.localeCompare(other)),
  )
}

function otherRoles(before: OutlookCheckpoint, now: OutlookCheckpoint): Map<string, FolderRole> {
  const changed = new Map<string, FolderRole>()
  for (const id of Object.keys(now.folders)) {
    if (before.folders[id] === undefined) continue
    const role = roleOf(now, id)
    if (role !== roleOf(before, id)) changed.set(id, role)
  }
  return changed
}
