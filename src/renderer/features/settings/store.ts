import { create } from 'zustand'

export type SettingsTab = 'general' | 'accounts' | 'security' | 'about'

interface SettingsDialog {
  isOpen: boolean
  tab: SettingsTab
  open: (tab?: SettingsTab) => void
  setTab: (tab: SettingsTab) => void
  close: () => void
}

export const useSettingsDialog = create<SettingsDialog>()((set) => ({
  isOpen: false,
  tab: 'general',
  open: (tab = 'general') => set({ isOpen: true, tab }),
  setTab: (tab) => set({ tab }),
  close: () => set({ isOpen: false }),
}))
