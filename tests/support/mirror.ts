import { expect } from 'vitest'
import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import type { Simulator } from '#simulator/start.ts'

/** What both sides say about every message, by the provider's id. */
function shown(placements: ReadonlyMap<string, Placement>): Record<string, string> {
  return Object.fromEntries(
    [...placements]
      .map(([id, placement]): [string, string] => {
        const { labels, ...flags } = placement
        const set = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []))
        return [id, `${set.sort().join(' ')} | ${labels.toSorted().join(' ')}`]
      })
      .sort(([one], [other]) => one.localeCompare(other)),
  )
}

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
  const here = JSON.stringify(shown(await store.read.messages.placements(account.id)))
  return here === JSON.stringify(shown(truthOf(simulator, account.email)))
}

/** Fails, showing what differs, unless the store holds exactly what the provider has. */
export async function expectMirror(
  store: Store,
  simulator: Simulator,
  account: { id: string; email: string },
): Promise<void> {
  const here = shown(await store.read.messages.placements(account.id))
  expect(here).toEqual(shown(truthOf(simulator, account.email)))
}
