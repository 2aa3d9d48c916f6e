import { create } from 'zustand'

interface CollapsedItems {
  /** Ids of mailboxes that are folded, and of accounts that are unfolded. */
  toggledIds: readonly string[]
  toggle: (id: string) => void
}

const STORAGE_KEY = 'mailmanager.folding'

/** What is folded away in the sidebar, remembered on this device. */
export const useCollapsedItems = create<CollapsedItems>()((set, get) => ({
  toggledIds: loadToggledIds(),
  toggle: (id) => {
    const before = get().toggledIds
    const toggledIds = before.includes(id)
      ? before.filter((known) => known !== id)
      : [...before, id]
    localStorage.setItem(STORAGE_KEY, JSON.stringify(toggledIds))
    set({ toggledIds })
  },
}))

function loadToggledIds(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
