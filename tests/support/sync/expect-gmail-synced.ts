import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import type { Simulator } from '#simulator/start-simulator.ts'
import { expectPlacements } from './expect-placements.ts'

/** Every message the simulated account really has, as it should be stored. */
export function gmailPlacements(simulator: Simulator, email: string): Map<string, Placement> {
  const truth = new Map<string, Placement>()
  for (const { id, labelIds } of simulator.accounts.get(email).messages()) {
    const has = (label: string): boolean => labelIds.includes(label)
    truth.set(id, {
      labels: [...labelIds],
      isRead: !has('UNREAD'),
      isStarred: has('STARRED'),
      inInbox: has('INBOX'),
      isSent: has('SENT'),
      isDraft: has('DRAFT'),
      isSpam: has('SPAM'),
      isTrash: has('TRASH'),
    })
  }
  return truth
}

/** Fails, showing what differs, unless the store holds exactly what the provider has. */
export async function expectGmailSynced(
  store: Store,
  simulator: Simulator,
  account: { id: string; email: string },
): Promise<void> {
  await expectPlacements(store, account.id, gmailPlacements(simulator, account.email))
}
