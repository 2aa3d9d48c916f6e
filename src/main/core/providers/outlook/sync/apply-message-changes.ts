import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../messages/convert-message.ts'
import { unclearMessageIds, type MessageChanges } from './message-delta.ts'
import { isInSyncWindow } from './sync-window.ts'
import { markUnverified, rolesOf, type OutlookSyncContext } from './sync-context.ts'

/**
 * Turns the changes of a poll into work: a stored message gets its new placement, a message that is
 * not stored has to be fetched, and one whose changes are unclear is marked for verification.
 */
export async function applyMessageChanges(
  run: OutlookSyncContext,
  changes: MessageChanges,
): Promise<{
  placements: SyncStep['placements']
  unknown: { ref: MessageRef; folderId: string }[]
}> {
  const unclear = unclearMessageIds(changes)
  markUnverified(run, unclear)
  for (const id of unclear) changes.states.delete(id)
  const known = await run.context.knownIds([...changes.states.keys()])
  const roleOf = rolesOf(run)
  const placements: SyncStep['placements'] = []
  const unknown: { ref: MessageRef; folderId: string }[] = []
  for (const [id, state] of changes.states) {
    if (known.has(id)) {
      placements.push({
        providerMessageId: id,
        placement: placementOf(state, roleOf(state.folderId)),
      })
    } else if (isInSyncWindow(run, state)) {
      const ref = { providerMessageId: id, providerThreadId: state.threadId }
      unknown.push({ ref, folderId: state.folderId })
    }
  }
  return { placements, unknown }
}
