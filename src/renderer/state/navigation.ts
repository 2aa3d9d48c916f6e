import { create } from 'zustand'
import { z } from 'zod'
import { boxSchema } from '#shared/contract/enums.ts'

const scope = { mailboxId: z.string(), accountId: z.string().nullable() }
const viewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('box'), ...scope, box: boxSchema }),
  z.object({ kind: z.literal('drafts'), ...scope }),
  z.object({ kind: z.literal('outbox') }),
])

/** What the list pane shows. Without an account it is the whole mailbox. */
export type View = z.infer<typeof viewSchema>

/** A message inside the one that is read, opened from its attachments. */
export interface InnerStep {
  attachmentId: string
  /** Its file’s name, until it has been read. */
  name: string
}

interface Navigation {
  view: View | null
  /** The search text in force, trimmed; empty for none. */
  query: string
  /** The row the keyboard stands on, and the message that is read while `reading`. */
  currentId: string | null
  reading: boolean
  /** How one came from the message that is read to one inside it; empty in the message itself. */
  inside: readonly InnerStep[]
  /** The attachment of the message one has just come back from, which gets the focus again. */
  leftId: string | null
  /** Rows ticked for a bulk action. */
  checked: ReadonlySet<string>
  /** Where a range begins. */
  anchorId: string | null
  go: (view: View) => void
  search: (query: string) => void
  select: (id: string | null, reading: boolean) => void
  stopReading: () => void
  openInside: (step: InnerStep) => void
  /** Back to the message that the shown one is attached to. */
  leaveInside: () => void
  check: (checked: ReadonlySet<string>, anchorId: string | null) => void
}

const NONE: ReadonlySet<string> = new Set()
const NOT_INSIDE: readonly InnerStep[] = []
const STORAGE_KEY = 'mailmanager.view'

const NOTHING_OPEN = {
  currentId: null,
  reading: false,
  inside: NOT_INSIDE,
  leftId: null,
  checked: NONE,
  anchorId: null,
}

export const useNavigation = create<Navigation>()((set) => ({
  view: loadView(),
  query: '',
  ...NOTHING_OPEN,
  go: (view) => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(view))
    set({ view, query: '', ...NOTHING_OPEN })
  },
  search: (query) => set({ query, ...NOTHING_OPEN }),
  select: (id, reading) =>
    set({ currentId: id, reading: id !== null && reading, inside: NOT_INSIDE, anchorId: id }),
  stopReading: () => set({ reading: false, inside: NOT_INSIDE }),
  openInside: (step) => set(({ inside }) => ({ inside: [...inside, step], leftId: null })),
  leaveInside: () =>
    set(({ inside }) => ({
      inside: inside.slice(0, -1),
      leftId: inside.at(-1)?.attachmentId ?? null,
    })),
  check: (checked, anchorId) => set({ checked, anchorId }),
}))

/** The view of the last run, when it still reads as one; its mailbox may be gone by now. */
function loadView(): View | null {
  if (typeof localStorage === 'undefined') return null
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null')
    return viewSchema.safeParse(stored).data ?? null
  } catch {
    return null
  }
}
