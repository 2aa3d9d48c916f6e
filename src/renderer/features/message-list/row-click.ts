import type { MouseEvent } from 'react'
import { useNavigation } from '../../app/navigation.ts'
import { currentRows } from './list-data.ts'
import { rangeBetween, toggled } from './selection.ts'

/** A click opens the message; with Ctrl or ⌘ it ticks it, with Shift all up to it. */
export function onRowClick(event: MouseEvent, id: string): void {
  if (event.shiftKey) {
    tickRange(id)
  } else if (event.ctrlKey || event.metaKey) {
    tick(id)
  } else {
    const { select, check, checked } = useNavigation.getState()
    if (checked.size > 0) check(new Set(), id)
    select(id, true)
  }
}

/** A click on a row’s tick box; with Shift all up to it. */
export function onTickClick(event: MouseEvent, id: string): void {
  event.stopPropagation()
  if (event.shiftKey) tickRange(id)
  else tick(id)
}

function tick(id: string): void {
  const { checked, check, currentId } = useNavigation.getState()
  // The first tick takes the message one is reading along, as file managers do.
  const base = checked.size === 0 && currentId !== null ? new Set([currentId]) : checked
  check(toggled(base, id), id)
}

function tickRange(id: string): void {
  const { checked, check, anchorId } = useNavigation.getState()
  const ids = currentRows().map((row) => row.id)
  check(new Set([...checked, ...rangeBetween(ids, anchorId, id)]), anchorId ?? id)
}
