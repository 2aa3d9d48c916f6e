import type { KeyboardEvent } from 'react'

/**
 * Arrow keys of a tree (WAI-ARIA tree pattern): up and down walk the visible items, Home and End go
 * to the ends, left and right fold by clicking the item’s own fold button.
 */
export function onTreeKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  const { target } = event
  const current =
    target instanceof Element ? target.closest<HTMLElement>('[role="treeitem"]') : null
  const index = current ? items.indexOf(current) : -1
  const goTo = (item: HTMLElement | undefined) => {
    event.preventDefault()
    item?.focus()
  }
  const expanded = current?.getAttribute('aria-expanded')
  switch (event.key) {
    case 'ArrowDown':
      goTo(items[index + 1])
      return
    case 'ArrowUp':
      goTo(items[index - 1])
      return
    case 'Home':
      goTo(items[0])
      return
    case 'End':
      goTo(items.at(-1))
      return
    case 'ArrowRight':
    case 'ArrowLeft': {
      const opens = event.key === 'ArrowRight'
      if (current && expanded === String(!opens)) {
        event.preventDefault()
        current.querySelector<HTMLElement>('[data-fold]')?.click()
      }
      return
    }
    case 'Enter':
    case ' ':
      event.preventDefault()
      current?.click()
  }
}
