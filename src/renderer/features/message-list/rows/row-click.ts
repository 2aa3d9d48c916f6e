import type { MouseEvent } from 'react'
import { useNavigation } from '../../../state/navigation.ts'
import { getCurrentRows } from '../../../state/message-list.ts'
import { getIdRange, toggleId } from './selection.ts'

/** A click opens the message; with Ctrl or ⌘ it ticks it, with Shift all up to it. */
export function onRowClick(event: MouseEvent, id: string): void {
  if (event.shiftKey) {
    checkRange(id)
  } else if (event.ctrlKey || event.metaKey) {
    toggleChecked(id)
  } else {
    const { select, check, checked } = useNavigation.getState()
    if (checked.size > 0) check(new Set(), id)
    select(id, true)
  }
}

/** A click on a row’s tick box; with Shift all up to it. */
export function onCheckboxClick(event: MouseEvent, id: string): void {
  event.stopPropagation()
  if (event.shiftKey) checkRange(id)
  else toggleChecked(id)
}

function toggleChecked(id: string): void {
  const { checked, check, currentId } = useNavigation.getState()
  // The first tick takes the message one is reading along, as file managers do.
  const base = checked.size === 0 && currentId !== null ? new Set([currentId]) : checked
  check(toggleId(base, id), id)
}

function checkRange(id: string): void {
  const { checked, check, anchorId } = useNavigation.getState()
  const ids = getCurrentRows().map((row) => row.id)
  check(new Set([...checked, ...getIdRange(ids, anchorId, id)]), anchorId ?? id)
}
