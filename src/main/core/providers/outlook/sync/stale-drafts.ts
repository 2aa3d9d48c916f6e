import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import type { MessageChanges } from './message-delta.ts'
import { rolesOf, type OutlookSyncContext } from './sync-context.ts'

/** Stored messages whose text is no longer what was stored. */
export interface StaleDrafts {
  refs: MessageRef[]
  /**
   * Those of them that were drafts and are sent: under the same id, but with a time of their own,
   * which is what places them in the lists here. Their rows are made anew.
   */
  sent: string[]
}

/** Everything else about a message never changes; another client's draft does, until it is sent. */
export function findStaleDrafts(
  run: OutlookSyncContext,
  news: MessageChanges,
  placements: SyncStep['placements'],
): StaleDrafts {
  const roleOf = rolesOf(run)
  const rewritten: StaleDrafts = { refs: [], sent: [] }
  for (const { providerMessageId, placement } of placements) {
    const left = [...(news.leftFolders.get(providerMessageId) ?? [])]
    const isSent = !placement.isDraft && left.some((folderId) => roleOf(folderId) === 'drafts')
    if (!isSent && !placement.isDraft) continue
    const providerThreadId = news.states.get(providerMessageId)?.threadId ?? providerMessageId
    rewritten.refs.push({ providerMessageId, providerThreadId })
    if (isSent) rewritten.sent.push(providerMessageId)
  }
  return rewritten
}
