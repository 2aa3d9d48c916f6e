import type { ProviderError } from '#core/ports/provider.ts'
import { isKind } from '../../client/classify-error.ts'
import { updateFolder, type OutlookSyncContext } from '../sync-context.ts'

/**
 * What a folder's failed page means. A link that is too old begins that folder again, and nothing
 * stored of it is touched by that; a folder that is gone is told by the next look at the tree.
 * Throws every other error.
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
  // Until then there is nothing to read in it.
  updateFolder(run, folderId, { isListed: true, parts: [], mustCompare: false })
}
