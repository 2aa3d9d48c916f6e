import type { Placement } from '../../../ports/messages.ts'

/** The columns of a message that say where it stands. */
export const PLACEMENT_COLUMNS = [
  'labels',
  'isRead',
  'isStarred',
  'inInbox',
  'isSent',
  'isDraft',
  'isSpam',
  'isTrash',
] as const satisfies (keyof Placement)[]

/** The placement alone, without what else an object holds. */
export function pickPlacement(placement: Placement): Placement {
  const { labels, isRead, isStarred, inInbox, isSent, isDraft, isSpam, isTrash } = placement
  return { labels, isRead, isStarred, inInbox, isSent, isDraft, isSpam, isTrash }
}

/** True where both are the same; the order of labels means nothing. */
export function isSamePlacement(row: Placement, next: Placement): boolean {
  return PLACEMENT_COLUMNS.every((column) =>
    column === 'labels' ? isSameSet(row.labels, next.labels) : row[column] === next[column],
  )
}

function isSameSet(one: string[], other: string[]): boolean {
  const set = new Set(one)
  return set.size === new Set(other).size && other.every((item) => set.has(item))
}
