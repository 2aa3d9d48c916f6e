import type { Box } from '#shared/contract/enums.ts'
import type { ChangedLists } from '../../../ports/messages.ts'
import { boxesOf, type PlacementFlags } from '../../tables/box-rules.ts'

/** By account, the lists that messages came into, left, or changed in. */
export type ChangedListSets = Map<string, { boxes: Set<Box>; labelIds: Set<string> }>

/** Notes the lists that have a message with this placement. */
export function addChangedLists(
  sets: ChangedListSets,
  accountId: string,
  message: PlacementFlags & { labels: readonly string[] },
): void {
  let lists = sets.get(accountId)
  if (lists === undefined) {
    lists = { boxes: new Set(), labelIds: new Set() }
    sets.set(accountId, lists)
  }
  for (const box of boxesOf(message)) lists.boxes.add(box)
  for (const label of message.labels) lists.labelIds.add(label)
}

/** The noted lists of one account. */
export function changedListsOf(sets: ChangedListSets, accountId: string): ChangedLists {
  const lists = sets.get(accountId)
  return { boxes: [...(lists?.boxes ?? [])], labelIds: [...(lists?.labelIds ?? [])] }
}

/** Adds what one batch noted to what its transaction noted before. */
export function mergeChangedLists(into: ChangedListSets, from: ChangedListSets): void {
  for (const [accountId, { boxes, labelIds }] of from) {
    const lists = into.get(accountId)
    into.set(accountId, {
      boxes: new Set([...(lists?.boxes ?? []), ...boxes]),
      labelIds: new Set([...(lists?.labelIds ?? []), ...labelIds]),
    })
  }
}
