import { create } from 'zustand'

interface Demo {
  /** The demo mailbox on its way: the welcome screen stays until its newest mail is here. */
  landing: { mailboxId: string; accountIds: readonly string[] } | null
  begin: (landing: { mailboxId: string; accountIds: readonly string[] }) => void
  land: () => void
}

export const useDemo = create<Demo>()((set) => ({
  landing: null,
  begin: (landing) => set({ landing }),
  land: () => set({ landing: null }),
}))
