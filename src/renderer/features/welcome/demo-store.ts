import { create } from 'zustand'

interface Landing {
  mailboxId: string
  accountIds: readonly string[]
}

interface Demo {
  /** The demo mailbox on its way: the welcome screen stays until there is something to read. */
  landing: Landing | null
  /** From the click until the landing: that its accounts connect is no news then. */
  starting: boolean
  start: () => void
  giveUp: () => void
  begin: (landing: Landing) => void
  land: () => void
}

export const useDemo = create<Demo>()((set) => ({
  landing: null,
  starting: false,
  start: () => set({ starting: true }),
  giveUp: () => set({ starting: false }),
  begin: (landing) => set({ landing }),
  land: () => set({ landing: null, starting: false }),
}))
