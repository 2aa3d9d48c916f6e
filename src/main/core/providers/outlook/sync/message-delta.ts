import type { Message } from '@microsoft/microsoft-graph-types'
import type { DeltaItem, Page } from '../client/parse-page.ts'
import type { GraphRequest } from '../client/graph-client.ts'
import { messageStateOf, type MessageState } from '../messages/convert-message.ts'
import { IDS_PER_PAGE, NEWEST_FIRST, MESSAGE_STATE } from '../messages/selected-fields.ts'
import { updateFolder, type OutlookSyncContext } from './sync-context.ts'

/** What pages of folders' deltas say, taken together. */
export interface MessageChanges {
  /** Messages that are in a folder, by id. */
  states: Map<string, MessageState>
  /** Folders that a message left, by the message's id. */
  leftFolders: Map<string, Set<string>>
  /** Messages of which only what changed was told. */
  partialIds: Set<string>
}

export function noChanges(): MessageChanges {
  return { states: new Map(), leftFolders: new Map(), partialIds: new Set() }
}

/**
 * The next page of a folder's delta: ids and where they stand, a thousand at a time. Whole messages
 * are listed apart, because a delta tells nothing of attachments.
 */
export function deltaRequest(run: OutlookSyncContext, folderId: string): GraphRequest {
  const start = `${folderPath(folderId)}/messages/delta?${MESSAGE_STATE}&${NEWEST_FIRST}`
  return {
    method: 'GET',
    path: run.syncCursor.folders[folderId]?.link ?? start,
    pageSize: IDS_PER_PAGE,
  }
}

/** Adds a page to the news and moves the folder on. */
export function addDeltaPage(
  run: OutlookSyncContext,
  folderId: string,
  page: Page<Message>,
  news: MessageChanges,
): void {
  for (const item of page.items) addDeltaItem(folderId, item, news)
  updateFolder(run, folderId, {
    link: page.next ?? page.delta,
    ...(page.next === null ? { isListed: true } : {}),
  })
}

/**
 * Messages that cannot be placed by what was told: those that changed in part, and those that left
 * a folder and are not seen in another. Graph says `deleted` of what was moved as well, and tells a
 * message that came back twice, in any order.
 */
export function unclearMessageIds({
  states: standing,
  leftFolders: left,
  partialIds: partial,
}: MessageChanges): string[] {
  const unclear = [...partial].filter((id) => !standing.has(id))
  for (const [id, folders] of left) {
    const at = standing.get(id)
    if (!at || folders.has(at.folderId)) unclear.push(id)
  }
  return unclear
}

export function folderPath(folderId: string): string {
  return `/me/mailFolders/${encodeURIComponent(folderId)}`
}

export function messagePath(id: string): string {
  return `/me/messages/${encodeURIComponent(id)}`
}

function addDeltaItem(folderId: string, item: DeltaItem<Message>, news: MessageChanges): void {
  const { id } = item
  if (!id) return
  if (item['@removed'] !== undefined) {
    news.leftFolders.set(id, (news.leftFolders.get(id) ?? new Set()).add(folderId))
    return
  }
  const at = messageStateOf(item)
  // A folder's own list says where a message is, whatever the message itself says.
  if (at) news.states.set(id, at.folderId === '' ? { ...at, folderId } : at)
  else news.partialIds.add(id)
}
