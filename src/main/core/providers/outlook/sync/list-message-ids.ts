import type { Message } from '@microsoft/microsoft-graph-types'
import type { SyncStep } from '#core/ports/provider.ts'
import { restartFolderAfter } from './folders/restart-folder.ts'
import { parsePage, type Page } from '../client/parse-page.ts'
import type { FolderPart } from './sync-cursor.ts'
import { FULL_MESSAGES_PER_PAGE } from '../messages/selected-fields.ts'
import { deltaRequest, noChanges, addDeltaPage } from './message-delta.ts'
import { applyMessageChanges } from './apply-message-changes.ts'
import { readOptionsOf, createStep, updateFolder, type OutlookSyncContext } from './sync-context.ts'

/** Folders whose first page is requested in one batch; each page has up to a thousand ids. */
const FOLDERS_PER_BATCH = 10

/**
 * Lists the first thousand ids of every folder that was never listed, ten folders in a batch. Most
 * folders have no more than that.
 */
export async function* listFirstPages(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const fresh = Object.entries(run.syncCursor.folders).flatMap(([id, folder]) =>
    folder.isListed || folder.link !== null ? [] : [id],
  )
  for (let start = 0; start < fresh.length; start += FOLDERS_PER_BATCH) {
    const folderIds = fresh.slice(start, start + FOLDERS_PER_BATCH)
    const responses = await run.session.client.batch(
      folderIds.map((id) => deltaRequest(run, id)),
      readOptionsOf(run, 'background'),
    )
    for (const [index, folderId] of folderIds.entries()) {
      const response = responses[index]
      if (response?.ok === true) {
        const page = parsePage<Message>(response.data)
        // One step per folder: storing ten thousand ids in one step would block other writes.
        yield await createListStep(run, folderId, page, 'inventory')
      } else if (response) restartFolderAfter(run, folderId, response.error)
    }
  }
}

/** Fetches the next page of a folder's ids. */
export async function listNextPage(
  run: OutlookSyncContext,
  folderId: string,
): Promise<Page<Message>> {
  const request = deltaRequest(run, folderId)
  return parsePage<Message>(
    await run.session.client.call(request, readOptionsOf(run, 'background')),
  )
}

/**
 * Turns a page of ids into a step: stored messages get their placement, the others go to the
 * backlog, and the page's time range becomes a part of the folder to fetch.
 */
export async function createListStep(
  run: OutlookSyncContext,
  folderId: string,
  page: Page<Message>,
  phase: SyncStep['phase'],
): Promise<SyncStep> {
  const changes = noChanges()
  addDeltaPage(run, folderId, page, changes)
  const { placements, unknown } = await applyMessageChanges(run, changes)
  removeListedFromUnverified(run, placements)
  addPart(run, folderId, page, unknown.length)
  run.context.onWaiting(null)
  return createStep(run, {
    phase,
    placements,
    discovered: unknown.map(({ ref }) => ref),
  })
}

/** A message that a list shows exists, so it does not have to be verified on its own. */
function removeListedFromUnverified(
  run: OutlookSyncContext,
  placements: SyncStep['placements'],
): void {
  const listed = new Set(placements.map(({ providerMessageId }) => providerMessageId))
  const unverified = run.syncCursor.unverified.filter((id) => !listed.has(id))
  run.syncCursor = { ...run.syncCursor, unverified }
}

/**
 * Adds a page's time range as a part to fetch. The first page's part has no upper bound, the last
 * page's part no lower bound. If few messages of the page are missing no part is added: fetching
 * them by id from the backlog takes fewer requests.
 */
function addPart(
  run: OutlookSyncContext,
  folderId: string,
  page: Page<Message>,
  missing: number,
): void {
  const folder = run.syncCursor.folders[folderId]
  if (!folder) return
  const before = folder.listedTo
  const isLast = page.next === null
  const since = isLast ? null : oldestIn(page)
  // A page that reaches no older time than the pages before it needs no part: the next one covers it.
  if (!isLast && (since === null || !isOlder(since, before))) return
  const part: FolderPart = { before, since: clampToSyncWindow(run, since), next: null }
  const isPartCheaper = missing > page.items.length / FULL_MESSAGES_PER_PAGE
  updateFolder(run, folderId, {
    listedTo: since ?? before,
    ...(isPartCheaper ? { parts: [...folder.parts, part] } : {}),
  })
}

/** Moves the start of a part to the start of the sync window if the part begins before it. */
function clampToSyncWindow({ context }: OutlookSyncContext, since: string | null): string | null {
  if (context.since === null) return since
  const windowStart = new Date(context.since).toISOString()
  return since === null || isOlder(since, windowStart) ? windowStart : since
}

function oldestIn({ items }: Page<Message>): string | null {
  let oldest: string | null = null
  for (const { receivedDateTime } of items) {
    if (receivedDateTime && isOlder(receivedDateTime, oldest)) oldest = receivedDateTime
  }
  return oldest
}

function isOlder(time: string, other: string | null): boolean {
  return !Number.isNaN(Date.parse(time)) && (other === null || Date.parse(time) < Date.parse(other))
}
