import { expect } from 'vitest'
import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import { storedPlacements } from '../database/stored-messages.ts'

/** What both sides say about every message, by the provider's id. */
function describePlacements(placements: ReadonlyMap<string, Placement>): Record<string, string> {
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

/** Fails, showing what differs, unless an account here has exactly these. */
export async function expectPlacements(
  store: Store,
  accountId: string,
  truth: ReadonlyMap<string, Placement>,
): Promise<void> {
  expect(describePlacements(await storedPlacements(store, accountId))).toEqual(
    describePlacements(truth),
  )
}
