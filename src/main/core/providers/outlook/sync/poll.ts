import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { restartFolderAfter } from './folders/restart-folder.ts'
import { parsePage, type Page } from '../client/parse-page.ts'
import { MAX_BATCH } from '../client/graph-client.ts'
import { applyFolderChanges } from './folders/apply-folder-changes.ts'
import { fetchFolderTree, type FolderChanges } from './folders/fetch-folder-tree.ts'
import { applyMessageChanges } from './apply-message-changes.ts'
import { deltaRequest, noChanges, addDeltaPage, type MessageChanges } from './message-delta.ts'
import { findStaleDrafts } from './stale-drafts.ts'
import { verifyExistence } from './verify-existence.ts'
import { readOptionsOf, createStep, type OutlookSyncContext } from './sync-context.ts'
import { fetchMessages } from '../messages/fetch-messages.ts'

/** A poll fetches up to this many new messages itself; more go to the backlog. */
const MAX_FETCHED_PER_POLL = 200
/** The least number of low-priority folders in each poll of a mailbox with many folders. */
const MIN_ROTATED_FOLDERS = 5

/**
 * Fetches what changed since the cursor: the folder tree in one request, then the folders' deltas in
 * one batch, or in several if `isFullPoll` and there are many folders. Yields nothing if nothing
 * changed. Only a folder whose delta link expired is listed again, by the next backfill, because
 * that can take long.
 *
 * @returns true if there were more new messages than a poll fetches; they are in the backlog
 */
export async function* poll(
  run: OutlookSyncContext,
  isFullPoll = run.context.isFullPoll === true,
): AsyncGenerator<SyncStep, boolean> {
  yield* applyFolderChanges(run, await pollFolderTree(run))
  const changes = await pollFolders(run, isFullPoll)
  for (const reported of [changes.states, changes.leftFolders, changes.partialIds]) {
    for (const id of reported.keys()) run.polledMessageIds.add(id)
  }
  const { placements, unknown } = await applyMessageChanges(run, changes)
  const refs = unknown.map(({ ref }) => ref)
  const hasMore = refs.length > MAX_FETCHED_PER_POLL
  const staleDrafts = findStaleDrafts(run, changes, placements)
  const fetched = await fetchMessages(
    run,
    hasMore ? staleDrafts.refs : [...refs, ...staleDrafts.refs],
  )
  const fetchedIds = new Set(fetched.messages.map(({ providerMessageId }) => providerMessageId))
  run.context.onWaiting(null)
  if (placements.length > 0 || refs.length > 0) {
    yield createStep(run, {
      phase: hasMore ? 'backfill' : 'incremental',
      placements,
      upserts: fetched.messages,
      deletions: staleDrafts.sent.filter((id) => fetchedIds.has(id)),
      failures: fetched.failures,
      discovered: hasMore ? refs : [],
    })
  }
  yield* verifyExistence(run, 'incremental')
  return hasMore
}

async function pollFolderTree(run: OutlookSyncContext): Promise<FolderChanges> {
  const tree = await fetchFolderTree(run, 'background')
  run.session.pollCount += 1
  for (const id of tree.changedFolderIds) run.session.changedFolderIds.add(id)
  return tree
}

/** Fetches all delta pages of the folders that this poll covers. */
async function pollFolders(run: OutlookSyncContext, isFullPoll: boolean): Promise<MessageChanges> {
  const { client, changedFolderIds } = run.session
  const folderIds = isFullPoll ? listedFolders(run) : foldersToPoll(run)
  const changes = noChanges()
  const responses = await client.batch(
    folderIds.map((id) => deltaRequest(run, id)),
    readOptionsOf(run, 'background'),
  )
  for (const [index, folderId] of folderIds.entries()) {
    const response = responses[index]
    if (response?.ok === false) restartFolderAfter(run, folderId, response.error)
    if (response?.ok !== true) continue
    let page: Page<Message> | null = parsePage<Message>(response.data)
    while (page !== null) {
      addDeltaPage(run, folderId, page, changes)
      page = page.next === null ? null : await fetchNextDeltaPage(run, folderId)
    }
  }
  changedFolderIds.clear()
  return changes
}

function listedFolders({ syncCursor: { folders } }: OutlookSyncContext): string[] {
  return Object.entries(folders).flatMap(([id, folder]) => (folder.isListed ? [id] : []))
}

/**
 * The folders of this poll: all of them if they fit in one batch; otherwise inbox, sent and drafts,
 * the folders that the tree reported as changed, and the next few of the rest in rotation.
 */
function foldersToPoll(run: OutlookSyncContext): string[] {
  const { wellKnown } = run.syncCursor
  const { changedFolderIds, pollCount } = run.session
  const ids = listedFolders(run)
  if (ids.length <= MAX_BATCH) return ids
  const first = new Set<string>(
    [wellKnown.inbox, wellKnown.sent, wellKnown.drafts].flatMap((id) => id ?? []),
  )
  for (const id of ids) if (changedFolderIds.has(id)) first.add(id)
  const rest = ids.filter((id) => !first.has(id))
  const room = Math.max(MIN_ROTATED_FOLDERS, MAX_BATCH - first.size)
  const offset = (pollCount * room) % Math.max(1, rest.length)
  const rotated = [...rest.slice(offset), ...rest.slice(0, offset)].slice(0, room)
  return [...ids.filter((id) => first.has(id)), ...rotated]
}

async function fetchNextDeltaPage(
  run: OutlookSyncContext,
  folderId: string,
): Promise<Page<Message> | null> {
  const request = deltaRequest(run, folderId)
  try {
    return parsePage<Message>(
      await run.session.client.call(request, readOptionsOf(run, 'background')),
    )
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    restartFolderAfter(run, folderId, error)
    return null
  }
}
