import { create } from 'zustand'
import type { ConnectionState } from './transport.ts'

interface Connection {
  state: ConnectionState
  /** False once the host has said that this browser has no session. */
  entered: boolean
  setState: (state: ConnectionState) => void
  setEntered: (entered: boolean) => void
}

/** Whether the page reaches its core, and may. */
export const useConnection = create<Connection>()((set) => ({
  state: 'connecting',
  entered: true,
  setState: (state) => set({ state }),
  setEntered: (entered) => set({ entered }),
}))
