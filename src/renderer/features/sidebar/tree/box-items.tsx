import { useTranslation } from 'react-i18next'
import { useNavigation } from '../../../state/navigation.ts'
import { viewToBox, SIDEBAR_BOXES, boxToView, type SidebarBox } from './sidebar-boxes.ts'
import { TreeItem } from './tree-item.tsx'

interface BoxItemsProps {
  mailboxId: string
  /** Null for the whole mailbox. */
  accountId: string | null
  unread: number
}

/** Inbox, Starred, Drafts … of a mailbox or of one account. */
export function BoxItems({ mailboxId, accountId, unread }: BoxItemsProps) {
  const { t } = useTranslation()
  const selectedBox = useNavigation(({ view }): SidebarBox | null =>
    view !== null &&
    view.kind !== 'outbox' &&
    view.mailboxId === mailboxId &&
    view.accountId === accountId
      ? viewToBox(view)
      : null,
  )
  return SIDEBAR_BOXES.map(({ id, icon: Icon }) => (
    <TreeItem
      key={id}
      level={accountId === null ? 2 : 3}
      label={t(`boxes.${id}`)}
      icon={<Icon size={16} strokeWidth={1.75} />}
      count={id === 'INBOX' ? unread : undefined}
      selected={selectedBox === id}
      onSelect={() => useNavigation.getState().go(boxToView(mailboxId, accountId, id))}
    />
  ))
}
