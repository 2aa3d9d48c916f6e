import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import type { MessageChanges } from './message-delta.ts'
import { rolesOf, type OutlookSyncContext } from './sync-context.ts'

/** Stored drafts whose content another client may have changed, so they have to be fetched again. */
export interface StaleDrafts {
  refs: MessageRef[]
  /**
   * Those that were sent meanwhile. They keep their id but get a new time, and our row ids depend on
   * the time, so their rows are deleted and inserted again.
   */
  sent: string[]
}

/** Finds the drafts among the changes: the content of any other message never changes. */
export function findStaleDrafts(
  run: OutlookSyncContext,
  changes: MessageChanges,
  placements: SyncStep['placements'],
): StaleDrafts {
  const roleOf = rolesOf(run)
  const stale: StaleDrafts = { refs: [], sent: [] }
  for (const { providerMessageId, placement } of placements) {
    const leftFolderIds = [...(changes.leftFolders.get(providerMessageId) ?? [])]
    const isSent =
      !placement.isDraft && leftFolderIds.some((folderId) => roleOf(folderId) === 'drafts')
    if (!isSent && !placement.isDraft) continue
    const providerThreadId = changes.states.get(providerMessageId)?.threadId ?? providerMessageId
    stale.refs.push({ providerMessageId, providerThreadId })
    if (isSent) stale.sent.push(providerMessageId)
  }
  return stale
}
