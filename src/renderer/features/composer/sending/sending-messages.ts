import { create } from 'zustand'

interface SendingMessages {
  outboxIds: readonly string[]
  end: (outboxId: string) => void
}

/** Messages of which the person is still to be told how sending ended. */
export const useSendingMessages = create<SendingMessages>()((set, get) => ({
  outboxIds: [],
  end: (outboxId) => set({ outboxIds: get().outboxIds.filter((id) => id !== outboxId) }),
}))

/** Follows a message from the outbox to its end, with toasts. */
export function trackSending(outboxId: string): void {
  const { outboxIds } = useSendingMessages.getState()
  if (!outboxIds.includes(outboxId))
    useSendingMessages.setState({ outboxIds: [...outboxIds, outboxId] })
}
