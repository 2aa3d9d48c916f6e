import { create } from 'zustand'

interface MessageColours {
  /** The message that is shown with its own colours although the page is dark. */
  originalId: string | null
  toggleOriginal: (messageId: string) => void
}

/** Whether a message keeps its own colours on a dark page: a choice for one message, until it is left. */
export const useMessageColours = create<MessageColours>()((set) => ({
  originalId: null,
  toggleOriginal: (messageId) =>
    set(({ originalId }) => ({ originalId: originalId === messageId ? null : messageId })),
}))
