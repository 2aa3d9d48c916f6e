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

interface Navigation {
  view: View | null
  /** The search text in force, trimmed; empty for none. */
  query: string
  /** The row the keyboard stands on, and the message that is read while `reading`. */
  currentId: string | null
  reading: boolean
  /** Rows ticked for a bulk action. */
  checked: ReadonlySet<string>
  /** Where a range begins. */
  anchorId: string | null
  go: (view: View) => void
  search: (query: string) => void
  select: (id: string | null, reading: boolean) => void
  stopReading: () => void
  check: (checked: ReadonlySet<string>, anchorId: string | null) => void
}

const NONE: ReadonlySet<string> = new Set()
const STORAGE_KEY = 'mailmanager.view'

export const useNavigation = create<Navigation>()((set) => ({
  view: loadView(),
  query: '',
  currentId: null,
  reading: false,
  checked: NONE,
  anchorId: null,
  go: (view) => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(view))
    set({ view, query: '', currentId: null, reading: false, checked: NONE, anchorId: null })
  },
  search: (query) => set({ query, currentId: null, reading: false, checked: NONE, anchorId: null }),
  select: (id, reading) => set({ currentId: id, reading: id !== null && reading, anchorId: id }),
  stopReading: () => set({ reading: false }),
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
