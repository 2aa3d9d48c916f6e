import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../messages/convert-message.ts'
import { unclearMessageIds, type MessageChanges } from './message-delta.ts'
import { isInSyncWindow } from './sync-window.ts'
import { markUnverified, rolesOf, type OutlookSyncContext } from './sync-context.ts'

/**
 * What news means for the messages: stored ones are placed, others are unknown and have to be
 * fetched, and those in doubt are left unsettled.
 */
export async function applyMessageChanges(
  run: OutlookSyncContext,
  news: MessageChanges,
): Promise<{
  placements: SyncStep['placements']
  unknown: { ref: MessageRef; folderId: string }[]
}> {
  const unclear = unclearMessageIds(news)
  markUnverified(run, unclear)
  for (const id of unclear) news.states.delete(id)
  const known = await run.context.known([...news.states.keys()])
  const roleOf = rolesOf(run)
  const placements: SyncStep['placements'] = []
  const unknown: { ref: MessageRef; folderId: string }[] = []
  for (const [id, at] of news.states) {
    if (known.has(id)) {
      placements.push({ providerMessageId: id, placement: placementOf(at, roleOf(at.folderId)) })
    } else if (isInSyncWindow(run, at)) {
      const ref = { providerMessageId: id, providerThreadId: at.threadId }
      unknown.push({ ref, folderId: at.folderId })
    }
  }
  return { placements, unknown }
}
