import {
  Archive,
  FileText,
  Inbox,
  Mails,
  OctagonAlert,
  Send,
  Star,
  Trash2,
  type LucideIcon,
} from 'lucide-react'
import type { Box } from '#shared/contract/enums.ts'
import type { View } from '../../../state/navigation.ts'

export type SidebarBox = Box | 'DRAFTS'

/** The boxes of a mailbox or account, in the order they stand; names are `boxes.ID`. */
export const SIDEBAR_BOXES: readonly { id: SidebarBox; icon: LucideIcon }[] = [
  { id: 'INBOX', icon: Inbox },
  { id: 'STARRED', icon: Star },
  { id: 'DRAFTS', icon: FileText },
  { id: 'SENT', icon: Send },
  { id: 'ARCHIVE', icon: Archive },
  { id: 'ALL_MAIL', icon: Mails },
  { id: 'SPAM', icon: OctagonAlert },
  { id: 'TRASH', icon: Trash2 },
]

/** The view a box in the sidebar leads to. */
export function boxToView(mailboxId: string, accountId: string | null, box: SidebarBox): View {
  return box === 'DRAFTS'
    ? { kind: 'drafts', mailboxId, accountId }
    : { kind: 'box', mailboxId, accountId, box }
}

/** The box of a view, or null for the outbox. */
export function viewToBox(view: View): SidebarBox | null {
  switch (view.kind) {
    case 'box':
      return view.box
    case 'drafts':
      return 'DRAFTS'
    case 'outbox':
      return null
  }
}
