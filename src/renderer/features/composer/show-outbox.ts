import { create } from 'zustand'

interface ShowOutbox {
  /** Goes to the outbox; the app says how. */
  show: () => void
}

/** How the composer’s toasts reach the outbox, which the app’s navigation owns. */
export const useShowOutbox = create<ShowOutbox>()(() => ({ show: () => undefined }))

/** Says how to go to the outbox. To be called once, by what owns navigation. */
export function registerShowOutbox(show: () => void): void {
  useShowOutbox.setState({ show })
}
