import { create } from 'zustand'

interface LayoutState {
  sidebarHidden: boolean
  paletteOpen: boolean
  helpOpen: boolean
  toggleSidebar: () => void
  setPaletteOpen: (open: boolean) => void
  setHelpOpen: (open: boolean) => void
}

const SIDEBAR_HIDDEN = 'mailmanager.sidebar-hidden'

/** What is unfolded on the screen. Sizes of panes are kept by the panes themselves. */
export const useLayout = create<LayoutState>()((set, get) => ({
  sidebarHidden:
    typeof localStorage !== 'undefined' && localStorage.getItem(SIDEBAR_HIDDEN) === 'true',
  paletteOpen: false,
  helpOpen: false,
  toggleSidebar: () => {
    const sidebarHidden = !get().sidebarHidden
    localStorage.setItem(SIDEBAR_HIDDEN, String(sidebarHidden))
    set({ sidebarHidden })
  },
  setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
  setHelpOpen: (helpOpen) => set({ helpOpen }),
}))
