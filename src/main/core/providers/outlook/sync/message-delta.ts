import type { Message } from '@microsoft/microsoft-graph-types'
import type { DeltaItem, Page } from '../client/parse-page.ts'
import type { GraphRequest } from '../client/graph-client.ts'
import { messageStateOf, type MessageState } from '../messages/convert-message.ts'
import { IDS_PER_PAGE, NEWEST_FIRST, MESSAGE_STATE } from '../messages/selected-fields.ts'
import { updateFolder, type OutlookSyncContext } from './sync-context.ts'

/** The changes in several delta pages, which may be of several folders, taken together. */
export interface MessageChanges {
  /** The reported state of messages that are in a folder, by message id. */
  states: Map<string, MessageState>
  /** Folders that reported a message as removed, by message id. */
  leftFolders: Map<string, Set<string>>
  /** Messages of which Graph sent only the changed properties. */
  partialIds: Set<string>
}

export function noChanges(): MessageChanges {
  return { states: new Map(), leftFolders: new Map(), partialIds: new Set() }
}

/**
 * The request for the next page of a folder's delta: ids and message state, a thousand per page. Full
 * messages are fetched separately, because a delta cannot expand attachments.
 */
export function deltaRequest(run: OutlookSyncContext, folderId: string): GraphRequest {
  const start = `${folderPath(folderId)}/messages/delta?${MESSAGE_STATE}&${NEWEST_FIRST}`
  return {
    method: 'GET',
    path: run.syncCursor.folders[folderId]?.link ?? start,
    pageSize: IDS_PER_PAGE,
  }
}

/** Adds a page's items to the changes and stores the page's link in the folder's state. */
export function addDeltaPage(
  run: OutlookSyncContext,
  folderId: string,
  page: Page<Message>,
  changes: MessageChanges,
): void {
  for (const item of page.items) addDeltaItem(folderId, item, changes)
  updateFolder(run, folderId, {
    link: page.next ?? page.delta,
    ...(page.next === null ? { isListed: true } : {}),
  })
}

/**
 * Messages whose state is unclear from these changes: those with partial changes only, and those
 * removed from a folder and not reported in another. Graph reports a moved message as `deleted` too,
 * and a message that came back as both removed and present, in any order.
 */
export function unclearMessageIds({ states, leftFolders, partialIds }: MessageChanges): string[] {
  const unclear = [...partialIds].filter((id) => !states.has(id))
  for (const [id, folders] of leftFolders) {
    const state = states.get(id)
    if (!state || folders.has(state.folderId)) unclear.push(id)
  }
  return unclear
}

export function folderPath(folderId: string): string {
  return `/me/mailFolders/${encodeURIComponent(folderId)}`
}

export function messagePath(id: string): string {
  return `/me/messages/${encodeURIComponent(id)}`
}

function addDeltaItem(folderId: string, item: DeltaItem<Message>, changes: MessageChanges): void {
  const { id } = item
  if (!id) return
  if (item['@removed'] !== undefined) {
    changes.leftFolders.set(id, (changes.leftFolders.get(id) ?? new Set()).add(folderId))
    return
  }
  const state = messageStateOf(item)
  // An item without parentFolderId is in the folder whose delta reported it.
  if (state) changes.states.set(id, state.folderId === '' ? { ...state, folderId } : state)
  else changes.partialIds.add(id)
}
