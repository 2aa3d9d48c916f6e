import { create } from 'zustand'

interface SentWatches {
  outboxIds: readonly string[]
  end: (outboxId: string) => void
}

/** Messages of which the person is still to be told how sending ended. */
export const useSentWatches = create<SentWatches>()((set, get) => ({
  outboxIds: [],
  end: (outboxId) => set({ outboxIds: get().outboxIds.filter((id) => id !== outboxId) }),
}))

/** Follows a message from the outbox to its end, with toasts. */
export function watchSent(outboxId: string): void {
  const { outboxIds } = useSentWatches.getState()
  if (!outboxIds.includes(outboxId))
    useSentWatches.setState({ outboxIds: [...outboxIds, outboxId] })
}
