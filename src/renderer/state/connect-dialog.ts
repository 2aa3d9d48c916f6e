import { create } from 'zustand'
import type { Provider } from '#shared/contract/enums.ts'

export type ConnectRequest =
  | {
      /** The mailbox the account joins; null asks for one. */
      mailboxId: string | null
      provider?: Provider
    }
  /** An account to connect again. */
  | { mailboxId: string; provider: Provider; accountId: string }

interface ConnectDialog {
  request: ConnectRequest | null
  open: (request: ConnectRequest) => void
  close: () => void
}

/** The wizard that connects an account: what it was opened for, or null while it is closed. */
export const useConnectDialog = create<ConnectDialog>()((set) => ({
  request: null,
  open: (request) => set({ request }),
  close: () => set({ request: null }),
}))
