import { create } from 'zustand'
import type { Box } from '#shared/contract/enums.ts'

/** What the list pane shows. Without an account it is the whole mailbox. */
export type View =
  | { kind: 'box'; mailboxId: string; accountId: string | null; box: Box }
  | { kind: 'drafts'; mailboxId: string; accountId: string | null }
  | { kind: 'outbox' }

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
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- its kind is checked below
    const view = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null') as View | null
    return view !== null && ['box', 'drafts', 'outbox'].includes(view.kind) ? view : null
  } catch {
    return null
  }
}
