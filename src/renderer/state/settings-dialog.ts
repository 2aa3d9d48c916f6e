import { create } from 'zustand'

export type SettingsTab = 'general' | 'accounts' | 'security' | 'about'

interface SettingsDialog {
  isOpen: boolean
  tab: SettingsTab
  /** The account whose settings were asked for, or null. */
  wantedAccountId: string | null
  open: (tab?: SettingsTab, accountId?: string) => void
  setTab: (tab: SettingsTab) => void
  close: () => void
}

export const useSettingsDialog = create<SettingsDialog>()((set) => ({
  isOpen: false,
  tab: 'general',
  wantedAccountId: null,
  open: (tab = 'general', accountId) =>
    set({ isOpen: true, tab, wantedAccountId: accountId ?? null }),
  setTab: (tab) => set({ tab }),
  close: () => set({ isOpen: false }),
}))
