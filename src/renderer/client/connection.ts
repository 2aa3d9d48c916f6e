import { create } from 'zustand'
import type { ConnectionState } from './transport.ts'

interface Connection {
  state: ConnectionState
  /** False once the host has said that this browser has no session. */
  hasSession: boolean
  setState: (state: ConnectionState) => void
  setHasSession: (entered: boolean) => void
}

/** Whether the page reaches its core, and may. */
export const useConnection = create<Connection>()((set) => ({
  state: 'connecting',
  hasSession: true,
  setState: (state) => set({ state }),
  setHasSession: (entered) => set({ hasSession: entered }),
}))
