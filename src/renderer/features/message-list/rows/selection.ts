/**
 * Ids from one row to another, both included, in the list’s order. When either is no longer in the
 * list the range is the other alone.
 */
export function getIdRange(ids: readonly string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : ids.indexOf(from)
  const end = ids.indexOf(to)
  if (start === -1 || end === -1) return [to]
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1)
}

/** The set with one id put in, or taken out if it was there. */
export function toggleId(checked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(checked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The row `step` away from the current one, kept inside the list; the first when none is current. */
export function findNeighbour(
  ids: readonly string[],
  current: string | null,
  step: number,
): string | null {
  if (ids.length === 0) return null
  const index = current === null ? -1 : ids.indexOf(current)
  if (index === -1) return ids[0] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))] ?? null
}

/** How many rows came in above the row that was on top; 0 when that row is gone. */
export function countInsertedAbove(
  ids: readonly string[],
  topId: string | null,
  topIndex: number,
): number {
  const index = topId === null ? -1 : ids.indexOf(topId)
  return index === -1 ? 0 : index - topIndex
}
