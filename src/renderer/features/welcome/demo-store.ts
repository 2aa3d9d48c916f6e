import { create } from 'zustand'

interface Landing {
  mailboxId: string
  accountIds: readonly string[]
}

interface Demo {
  /**
   * The welcome screen stays from the click on: the mailbox is announced, and would be shown, well
   * before the answer that names it.
   */
  isStarting: boolean
  /** The demo mailbox on its way: the welcome screen stays until there is something to read. */
  landing: Landing | null
  start: () => void
  begin: (landing: Landing) => void
  fail: () => void
  land: () => void
}

export const useDemo = create<Demo>()((set) => ({
  isStarting: false,
  landing: null,
  start: () => set({ isStarting: true }),
  begin: (landing) => set({ isStarting: false, landing }),
  fail: () => set({ isStarting: false }),
  land: () => set({ landing: null }),
}))
