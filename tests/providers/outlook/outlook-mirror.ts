import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import type { Simulator } from '#simulator/start-simulator.ts'
import { expectPlacements } from '../../support/sync/expect-placements.ts'

/** Every message the simulated account really has, as it should be stored. */
export function outlookTruth(simulator: Simulator, email: string): Map<string, Placement> {
  const account = simulator.accounts.microsoft(email)
  const folders = new Map(account.folders().map((folder) => [folder.id, folder]))
  /** Lies in the folder of this name, however deep. */
  const isInside = (folderId: string, wellKnown: string): boolean => {
    const folder = folders.get(folderId)
    if (!folder) return false
    return folder.wellKnown === wellKnown || isInside(folder.parentId, wellKnown)
  }
  const truth = new Map<string, Placement>()
  for (const { id, folderId, isRead, isDraft, flag } of account.messages()) {
    const folder = folders.get(folderId)
    truth.set(id, {
      labels: [folderId],
      isRead,
      isStarred: flag === 'flagged',
      inInbox: folder?.wellKnown === 'inbox',
      isSent: folder?.wellKnown === 'sentitems',
      isDraft,
      isSpam: isInside(folderId, 'junkemail'),
      isTrash: isInside(folderId, 'deleteditems'),
    })
  }
  return truth
}

/** Fails, showing what differs, unless the store holds exactly what the provider has. */
export async function expectOutlookMirror(
  store: Store,
  simulator: Simulator,
  account: { id: string; email: string },
): Promise<void> {
  await expectPlacements(store, account.id, outlookTruth(simulator, account.email))
}
