import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import type { Simulator } from '#simulator/start.ts'
import { arePlaced, expectPlaced } from './placed.ts'

/** Every message the simulated account really has, as it should be stored. */
export function truthOf(simulator: Simulator, email: string): Map<string, Placement> {
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

/** True once the store holds exactly what the provider has: every id, flag, box and label. */
export async function isMirror(
  store: Store,
  simulator: Simulator,
  account: { id: string; email: string },
): Promise<boolean> {
  return arePlaced(store, account.id, truthOf(simulator, account.email))
}

/** Fails, showing what differs, unless the store holds exactly what the provider has. */
export async function expectMirror(
  store: Store,
  simulator: Simulator,
  account: { id: string; email: string },
): Promise<void> {
  await expectPlaced(store, account.id, truthOf(simulator, account.email))
}
