import { create } from 'zustand'

interface Landing {
  mailboxId: string
  accountIds: readonly string[]
}

interface Demo {
  /** The demo mailbox on its way: the welcome screen stays until there is something to read. */
  landing: Landing | null
  begin: (landing: Landing) => void
  land: () => void
}

export const useDemo = create<Demo>()((set) => ({
  landing: null,
  begin: (landing) => set({ landing }),
  land: () => set({ landing: null }),
}))
