import { create } from 'zustand'

interface DemoMailbox {
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
  demoMailbox: DemoMailbox | null
  start: () => void
  setDemoMailbox: (landing: DemoMailbox) => void
  fail: () => void
  finish: () => void
}

export const useDemo = create<Demo>()((set) => ({
  isStarting: false,
  demoMailbox: null,
  start: () => set({ isStarting: true }),
  setDemoMailbox: (landing) => set({ isStarting: false, demoMailbox: landing }),
  fail: () => set({ isStarting: false }),
  finish: () => set({ demoMailbox: null }),
}))
