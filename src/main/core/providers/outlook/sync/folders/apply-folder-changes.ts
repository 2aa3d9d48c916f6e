import type { SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../../messages/convert-message.ts'
import type { FolderChanges } from './fetch-folder-tree.ts'
import { labelsOf, markUnverified, createStep, type OutlookSyncContext } from '../sync-context.ts'

/**
 * Applies changes of the folder tree to the messages: those of a deleted folder are marked for
 * verification, those of a folder that was moved into or out of the trash get its new role. The new
 * tree is stored last, so that after a kill in between the same changes are found again.
 */
export async function* applyFolderChanges(
  run: OutlookSyncContext,
  changes: FolderChanges,
): AsyncGenerator<SyncStep> {
  const { deletedFolderIds, changedRoles } = changes
  if (deletedFolderIds.length > 0 || changedRoles.size > 0) {
    const deleted = new Set(deletedFolderIds)
    const unverified: string[] = []
    const newCursor = run.syncCursor
    run.syncCursor = changes.previousCursor
    for await (const stored of run.context.storedPlacements()) {
      const placements: SyncStep['placements'] = []
      for (const { providerMessageId: id, placement } of stored) {
        const folderId = placement.labels[0] ?? ''
        const role = changedRoles.get(folderId)
        if (deleted.has(folderId)) unverified.push(id)
        else if (role !== undefined) {
          const { isRead, isDraft, isStarred } = placement
          const state = { id, folderId, isRead, isDraft, isFlagged: isStarred }
          placements.push({ providerMessageId: id, placement: placementOf(state, role) })
        }
      }
      if (placements.length > 0) yield createStep(run, { phase: 'incremental', placements })
    }
    run.syncCursor = newCursor
    markUnverified(run, unverified)
  }
  if (changes.hasTreeChanged) {
    yield createStep(run, { phase: 'incremental', labels: labelsOf(run.syncCursor) })
  }
}
