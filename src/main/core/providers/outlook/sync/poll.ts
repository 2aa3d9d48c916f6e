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

/** New messages up to so many are fetched at once; more are work for a full sync. */
const MAX_FETCHED_PER_POLL = 200
/** Of the folders that share the places left over, so many have their turn in each look. */
const MIN_ROTATED_FOLDERS = 5

/**
 * What changed since the checkpoint: the folder tree in one request, then the folders' own changes
 * in one batch, or several where `isThorough` and there are many folders. Yields nothing where
 * nothing changed. A folder whose link is too old is listed again, and only that one: later, because
 * that can take long.
 *
 * @returns whether more is new than was fetched; the rest is in the backlog
 */
export async function* poll(
  run: OutlookSyncContext,
  isFullPoll = run.context.isFullPoll === true,
): AsyncGenerator<SyncStep, boolean> {
  yield* applyFolderChanges(run, await pollFolderTree(run))
  const news = await pollFolders(run, isFullPoll)
  for (const told of [news.states, news.leftFolders, news.partialIds]) {
    for (const id of told.keys()) run.polledMessageIds.add(id)
  }
  const { placements, unknown } = await applyMessageChanges(run, news)
  const refs = unknown.map(({ ref }) => ref)
  const isMuch = refs.length > MAX_FETCHED_PER_POLL
  const rewritten = findStaleDrafts(run, news, placements)
  const fetched = await fetchMessages(run, isMuch ? rewritten.refs : [...refs, ...rewritten.refs])
  const here = new Set(fetched.messages.map(({ providerMessageId }) => providerMessageId))
  run.context.onWaiting(null)
  if (placements.length > 0 || refs.length > 0) {
    yield createStep(run, {
      phase: isMuch ? 'backfill' : 'incremental',
      placements,
      upserts: fetched.messages,
      deletions: rewritten.sent.filter((id) => here.has(id)),
      failures: fetched.failures,
      discovered: isMuch ? refs : [],
    })
  }
  yield* verifyExistence(run, 'incremental')
  return isMuch
}

async function pollFolderTree(run: OutlookSyncContext): Promise<FolderChanges> {
  const tree = await fetchFolderTree(run, 'background')
  run.session.pollCount += 1
  for (const id of tree.changedFolderIds) run.session.changedFolderIds.add(id)
  return tree
}

/** The changes of the folders whose turn it is, each to its end. */
async function pollFolders(run: OutlookSyncContext, isThorough: boolean): Promise<MessageChanges> {
  const { client, changedFolderIds: mentioned } = run.session
  const asked = isThorough ? listedFolders(run) : foldersToPoll(run)
  const news = noChanges()
  const answers = await client.batch(
    asked.map((id) => deltaRequest(run, id)),
    readOptionsOf(run, 'background'),
  )
  for (const [index, folderId] of asked.entries()) {
    const answer = answers[index]
    if (answer?.ok === false) restartFolderAfter(run, folderId, answer.error)
    if (answer?.ok !== true) continue
    let page: Page<Message> | null = parsePage<Message>(answer.data)
    while (page !== null) {
      addDeltaPage(run, folderId, page, news)
      page = page.next === null ? null : await fetchNextDeltaPage(run, folderId)
    }
  }
  mentioned.clear()
  return news
}

function listedFolders({ syncCursor: { folders } }: OutlookSyncContext): string[] {
  return Object.entries(folders).flatMap(([id, folder]) => (folder.isListed ? [id] : []))
}

/**
 * All folders, or of many the ones that matter most, those that were mentioned, and a share of the
 * rest that goes round.
 */
function foldersToPoll(run: OutlookSyncContext): string[] {
  const { wellKnown } = run.syncCursor
  const { changedFolderIds: mentioned, pollCount: looks } = run.session
  const ids = listedFolders(run)
  if (ids.length <= MAX_BATCH) return ids
  const first = new Set<string>(
    [wellKnown.inbox, wellKnown.sent, wellKnown.drafts].flatMap((id) => id ?? []),
  )
  for (const id of ids) if (mentioned.has(id)) first.add(id)
  const rest = ids.filter((id) => !first.has(id))
  const room = Math.max(MIN_ROTATED_FOLDERS, MAX_BATCH - first.size)
  const from = (looks * room) % Math.max(1, rest.length)
  const turn = [...rest.slice(from), ...rest.slice(0, from)].slice(0, room)
  return [...ids.filter((id) => first.has(id)), ...turn]
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
