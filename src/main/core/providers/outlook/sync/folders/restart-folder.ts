import type { ProviderError } from '#core/ports/provider.ts'
import { isKind } from '../../client/classify-error.ts'
import { updateFolder, type OutlookSyncContext } from '../sync-context.ts'

/**
 * Handles the failed page of a folder. An expired link restarts the folder's list and leaves its
 * stored messages as they are. A folder that is not found is skipped: the next poll of the folder
 * tree reports its deletion. Throws every other error.
 */
export function restartFolderAfter(
  run: OutlookSyncContext,
  folderId: string,
  error: ProviderError,
): void {
  const folder = run.syncCursor.folders[folderId]
  if (isKind(error, 'cursor_expired') && folder?.link != null) {
    run.session.logger.info({ folderId }, 'a folder has to be listed again')
    updateFolder(run, folderId, {
      link: null,
      isListed: false,
      listedTo: null,
      parts: [],
      mustCompare: true,
    })
    return
  }
  if (!isKind(error, 'not_found')) throw error
  // Nothing is fetched from it until the tree reports the deletion.
  updateFolder(run, folderId, { isListed: true, parts: [], mustCompare: false })
}
