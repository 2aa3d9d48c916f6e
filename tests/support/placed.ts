import { expect } from 'vitest'
import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'

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

/** True once an account here has these messages and no others, each with this placement. */
export async function arePlaced(
  store: Store,
  accountId: string,
  truth: ReadonlyMap<string, Placement>,
): Promise<boolean> {
  const here = JSON.stringify(shown(await store.read.messages.placements(accountId)))
  return here === JSON.stringify(shown(truth))
}

/** Fails, showing what differs, unless an account here has exactly these. */
export async function expectPlaced(
  store: Store,
  accountId: string,
  truth: ReadonlyMap<string, Placement>,
): Promise<void> {
  expect(shown(await store.read.messages.placements(accountId))).toEqual(shown(truth))
}
