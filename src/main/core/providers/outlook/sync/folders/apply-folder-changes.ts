import type { SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../../messages/convert-message.ts'
import type { FolderChanges } from './fetch-folder-tree.ts'
import { labelsOf, markUnverified, createStep, type OutlookSyncContext } from '../sync-context.ts'

const PLACEMENTS_PER_STEP = 1_000

/**
 * What changes in the folder tree mean for the messages: those of a folder that is gone are asked
 * about one by one, those of a folder that was moved into or out of the bin go with it. The new tree is
 * stored last, so that a kill in between finds the same news again.
 */
export async function* applyFolderChanges(
  run: OutlookSyncContext,
  news: FolderChanges,
): AsyncGenerator<SyncStep> {
  const { deletedFolderIds: gone, changedRoles: otherRole } = news
  if (gone.length > 0 || otherRole.size > 0) {
    const isGone = new Set(gone)
    const left: string[] = []
    const placements: SyncStep['placements'] = []
    for (const [id, placement] of await run.context.placements()) {
      const folderId = placement.labels[0] ?? ''
      const role = otherRole.get(folderId)
      if (isGone.has(folderId)) left.push(id)
      else if (role !== undefined) {
        const { isRead, isDraft, isStarred } = placement
        const standing = { id, folderId, isRead, isDraft, isFlagged: isStarred }
        placements.push({ providerMessageId: id, placement: placementOf(standing, role) })
      }
    }
    const now = run.syncCursor
    run.syncCursor = news.previousCursor
    for (let start = 0; start < placements.length; start += PLACEMENTS_PER_STEP) {
      const some = placements.slice(start, start + PLACEMENTS_PER_STEP)
      yield createStep(run, { phase: 'incremental', placements: some })
    }
    run.syncCursor = now
    markUnverified(run, left)
  }
  if (news.hasTreeChanged) {
    yield createStep(run, { phase: 'incremental', labels: labelsOf(run.syncCursor) })
  }
}
