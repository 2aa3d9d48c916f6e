import { Ellipsis, FolderPlus, Pencil, Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MailboxWithAccounts } from '../../../state/accounts.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { ContextMenu, DropdownMenu, type MenuEntry } from '../../../ui/menu.tsx'
import { useConnectDialog } from '../../../state/connect-dialog.ts'
import { AccountItem } from './account-item.tsx'
import { BoxItems } from './box-items.tsx'
import { useCollapsedItems } from './collapsed-items.ts'
import { useSidebarDialogs } from '../dialogs/sidebar-dialog-store.ts'
import { TreeItem } from './tree-item.tsx'

/** A mailbox with its boxes and accounts. */
export function MailboxItem({ mailbox, accounts }: MailboxWithAccounts) {
  const { t } = useTranslation()
  const { mailboxId } = mailbox
  const open = useCollapsedItems((state) => !state.toggledIds.includes(mailboxId))
  const { show } = useSidebarDialogs.getState()
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      id: 'account',
      label: t('sidebar.addAccount'),
      icon: <Plus size={16} />,
      onSelect: () => useConnectDialog.getState().open({ mailboxId }),
    },
    {
      kind: 'item',
      id: 'rename',
      label: t('sidebar.renameMailbox'),
      icon: <Pencil size={16} />,
      onSelect: () => show({ kind: 'rename-mailbox', mailbox }),
    },
    {
      kind: 'item',
      id: 'new',
      label: t('sidebar.newMailbox'),
      icon: <FolderPlus size={16} />,
      onSelect: () => show({ kind: 'create-mailbox' }),
    },
    { kind: 'separator', id: 'line' },
    {
      kind: 'item',
      id: 'delete',
      label: t('sidebar.deleteMailbox'),
      icon: <Trash2 size={16} />,
      danger: true,
      onSelect: () => show({ kind: 'delete-mailbox', mailbox, accounts: accounts.length }),
    },
  ]
  return (
    <div role="group" className="mb-2">
      <ContextMenu entries={entries}>
        <TreeItem
          level={1}
          label={mailbox.displayName}
          icon={
            <span
              className="flex size-4 items-center justify-center rounded-sm bg-pressed text-2xs font-semibold text-ink-2"
              style={
                mailbox.colour === null
                  ? undefined
                  : { backgroundColor: mailbox.colour, color: '#fff' }
              }
            >
              {mailbox.displayName.slice(0, 1).toLocaleUpperCase()}
            </span>
          }
          count={open ? undefined : mailbox.unread}
          expansion={{ open, onToggle: () => useCollapsedItems.getState().toggle(mailboxId) }}
          action={
            <DropdownMenu entries={entries}>
              <button
                type="button"
                aria-label={t('sidebar.mailboxMenu', { name: mailbox.displayName })}
                className="flex size-5 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
                onClick={(event) => event.stopPropagation()}
              >
                <Ellipsis size={16} />
              </button>
            </DropdownMenu>
          }
          onSelect={() => {
            useNavigation.getState().go({ kind: 'box', mailboxId, accountId: null, box: 'INBOX' })
          }}
        />
      </ContextMenu>
      {open ? (
        <>
          <BoxItems mailboxId={mailboxId} accountId={null} unread={mailbox.unread} />
          <div className="mt-3 mb-0.5 flex h-5 items-center ps-6 text-2xs font-semibold text-ink-3">
            {t('sidebar.accounts')}
          </div>
          {accounts.map((account) => (
            <AccountItem key={account.accountId} account={account} />
          ))}
          <TreeItem
            level={2}
            label={t('sidebar.addAccount')}
            icon={<Plus size={14} />}
            className="text-ink-3"
            onSelect={() => useConnectDialog.getState().open({ mailboxId })}
          />
        </>
      ) : null}
    </div>
  )
}
