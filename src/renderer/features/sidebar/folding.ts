import { create } from 'zustand'

interface Folding {
  /** Ids of mailboxes that are folded, and of accounts that are unfolded. */
  toggledIds: readonly string[]
  toggle: (id: string) => void
}

const REMEMBERED = 'mailmanager.folding'

/** What is folded away in the sidebar, remembered on this device. */
export const useFolding = create<Folding>()((set, get) => ({
  toggledIds: remembered(),
  toggle: (id) => {
    const before = get().toggledIds
    const toggledIds = before.includes(id)
      ? before.filter((known) => known !== id)
      : [...before, id]
    localStorage.setItem(REMEMBERED, JSON.stringify(toggledIds))
    set({ toggledIds })
  },
}))

function remembered(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
