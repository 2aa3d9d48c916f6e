import type { Message } from '@microsoft/microsoft-graph-types'
import type { SyncStep } from '#core/ports/provider.ts'
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
 * After a folder was read again: stored messages it no longer lists may be gone or elsewhere. They
 * are asked about one by one; being missing from a list deletes nothing.
 */
export async function* reconcile(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const { folders, isResync } = run.syncCursor
  const compared = new Set(Object.keys(folders).filter((id) => folders[id]?.mustCompare === true))
  if (compared.size === 0 && !isResync) return
  const listed = new Set<string>()
  for (const folderId of compared)
    for await (const id of fetchFolderMessageIds(run, folderId)) listed.add(id)
  const missing: string[] = []
  for (const [id, { labels }] of await run.context.placements()) {
    const folderId = labels[0] ?? ''
    const isDoubted = compared.has(folderId) || run.syncCursor.folders[folderId] === undefined
    if (isDoubted && !listed.has(id)) missing.push(id)
  }
  markUnverified(run, missing)
  for (const folderId of compared) updateFolder(run, folderId, { mustCompare: false })
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
    // A folder that is gone lists nothing: its messages are asked about like all that are missing.
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
