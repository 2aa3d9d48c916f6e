import type { Message } from '@microsoft/microsoft-graph-types'
import type { SyncStep } from '#core/ports/provider.ts'
import { createListedMessages } from '../../shared/listed-messages.ts'
import { parsePage, type Page } from '../client/parse-page.ts'
import { isKind } from '../client/classify-error.ts'
import { IDS_PER_PAGE } from '../messages/selected-fields.ts'
import { folderPath } from './message-delta.ts'
import {
  markUnverified,
  readOptionsOf,
  createStep,
  updateFolder,
  type OutlookSyncContext,
} from './sync-context.ts'
import { verifyExistence } from './verify-existence.ts'

/**
 * Compares the stored messages of every folder that was listed again with what Graph lists in it. A
 * message that Graph does not list may be deleted or moved: it is verified by id, because being
 * missing from a list alone never deletes a message.
 */
export async function* reconcile(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const { folders, isResync } = run.syncCursor
  const comparedFolderIds = new Set(
    Object.keys(folders).filter((id) => folders[id]?.mustCompare === true),
  )
  if (comparedFolderIds.size === 0 && !isResync) return
  const listed = createListedMessages()
  for (const folderId of comparedFolderIds)
    for await (const id of fetchFolderMessageIds(run, folderId)) listed.add(id)
  for await (const stored of run.context.storedPlacements()) {
    const missing = stored.flatMap(({ providerMessageId: id, placement: { labels } }) => {
      const folderId = labels[0] ?? ''
      const mayBeGone =
        comparedFolderIds.has(folderId) || run.syncCursor.folders[folderId] === undefined
      return mayBeGone && !listed.has(id) ? [id] : []
    })
    if (missing.length === 0) continue
    markUnverified(run, missing)
    // Chunk by chunk, because the cursor of each step contains the ids that are not verified yet.
    yield* verifyExistence(run, 'backfill')
  }
  for (const folderId of comparedFolderIds) updateFolder(run, folderId, { mustCompare: false })
  run.syncCursor = { ...run.syncCursor, isResync: false }
  yield createStep(run, { phase: 'backfill' })
  yield* verifyExistence(run, 'backfill')
}

async function* fetchFolderMessageIds(
  run: OutlookSyncContext,
  folderId: string,
): AsyncGenerator<string> {
  let path: string | null = `${folderPath(folderId)}/messages?$select=id&$top=${IDS_PER_PAGE}`
  while (path !== null) {
    const page: Page<Message> | null = await fetchIdsPage(run, path)
    // A deleted folder lists nothing: its messages are verified like all missing ones.
    if (page === null) return
    for (const { id } of page.items) if (id) yield id
    path = page.next
  }
}

async function fetchIdsPage(run: OutlookSyncContext, path: string): Promise<Page<Message> | null> {
  try {
    const { client } = run.session
    return parsePage<Message>(
      await client.call({ method: 'GET', path }, readOptionsOf(run, 'background')),
    )
  } catch (error) {
    if (isKind(error, 'not_found')) return null
    throw error
  }
}
