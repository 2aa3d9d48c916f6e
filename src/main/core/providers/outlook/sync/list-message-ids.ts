import type { Message } from '@microsoft/microsoft-graph-types'
import type { SyncStep } from '#core/ports/provider.ts'
import { restartFolderAfter } from './folders/restart-folder.ts'
import { parsePage, type Page } from '../client/parse-page.ts'
import type { FolderPart } from './sync-cursor.ts'
import { FULL_MESSAGES_PER_PAGE } from '../messages/selected-fields.ts'
import { deltaRequest, noChanges, addDeltaPage } from './message-delta.ts'
import { applyMessageChanges } from './apply-message-changes.ts'
import { readOptionsOf, createStep, updateFolder, type OutlookSyncContext } from './sync-context.ts'

/** So many folders are begun together; a page of each may be a thousand ids. */
const FOLDERS_PER_BATCH = 10

/**
 * The first thousand ids of every folder that was never asked, ten folders in a batch: many folders
 * hold no more than that.
 */
export async function* listFirstPages(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const fresh = Object.entries(run.syncCursor.folders).flatMap(([id, folder]) =>
    folder.isListed || folder.link !== null ? [] : [id],
  )
  for (let start = 0; start < fresh.length; start += FOLDERS_PER_BATCH) {
    const asked = fresh.slice(start, start + FOLDERS_PER_BATCH)
    const answers = await run.session.client.batch(
      asked.map((id) => deltaRequest(run, id)),
      readOptionsOf(run, 'background'),
    )
    for (const [index, folderId] of asked.entries()) {
      const answer = answers[index]
      if (answer?.ok === true) {
        const page = parsePage<Message>(answer.data)
        // A step for each: storing ten thousand ids at once would hold up everything else.
        yield await createListStep(run, folderId, page, 'inventory')
      } else if (answer) restartFolderAfter(run, folderId, answer.error)
    }
  }
}

/** The next page of a folder's ids. */
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
 * What a listed page means: stored messages are placed, the others go to the backlog, and the page
 * is a part of its folder to be read.
 */
export async function createListStep(
  run: OutlookSyncContext,
  folderId: string,
  page: Page<Message>,
  phase: SyncStep['phase'],
): Promise<SyncStep> {
  const news = noChanges()
  addDeltaPage(run, folderId, page, news)
  const { placements, unknown } = await applyMessageChanges(run, news)
  removeListedFromUnverified(run, placements)
  addPart(run, folderId, page, unknown.length)
  run.context.onWaiting(null)
  return createStep(run, {
    phase,
    placements,
    discovered: unknown.map(({ ref }) => ref),
  })
}

/** What a list shows as it stands needs no question of its own. */
function removeListedFromUnverified(
  run: OutlookSyncContext,
  placements: SyncStep['placements'],
): void {
  const listed = new Set(placements.map(({ providerMessageId }) => providerMessageId))
  const unsettled = run.syncCursor.unsettled.filter((id) => !listed.has(id))
  run.syncCursor = { ...run.syncCursor, unsettled }
}

/**
 * A page's span of time becomes a part to be read. The last page's part is open at its old end, the
 * first one's at its new end. Where few are missing of many, asking for those few costs less.
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
  // A page that ends no later than the one before adds no time of its own: the next part holds it.
  if (!isLast && (since === null || !isOlder(since, before))) return
  const part: FolderPart = { before, since: clampToSyncWindow(run, since), next: null }
  const isWorthAList = missing > page.items.length / FULL_MESSAGES_PER_PAGE
  updateFolder(run, folderId, {
    listedTo: since ?? before,
    ...(isWorthAList ? { parts: [...folder.parts, part] } : {}),
  })
}

/** What is older than the person wants here need not be read. */
function clampToSyncWindow({ context }: OutlookSyncContext, since: string | null): string | null {
  if (context.since === null) return since
  const border = new Date(context.since).toISOString()
  return since === null || isOlder(since, border) ? border : since
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
