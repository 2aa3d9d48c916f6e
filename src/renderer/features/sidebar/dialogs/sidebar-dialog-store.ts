import { create } from 'zustand'
import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'

export type SidebarDialog =
  | { kind: 'create-mailbox' }
  | { kind: 'rename-mailbox'; mailbox: Mailbox }
  | { kind: 'delete-mailbox'; mailbox: Mailbox; accounts: number }
  | { kind: 'edit-account'; account: Account }
  | { kind: 'delete-account'; account: Account }

interface SidebarDialogs {
  dialog: SidebarDialog | null
  show: (dialog: SidebarDialog) => void
  close: () => void
}

/** The dialog that a menu of the sidebar asked for. */
export const useSidebarDialogs = create<SidebarDialogs>()((set) => ({
  dialog: null,
  show: (dialog) => set({ dialog }),
  close: () => set({ dialog: null }),
}))
