import {
  CirclePause,
  CirclePlay,
  LogOut,
  Pencil,
  Plug,
  RefreshCw,
  SlidersHorizontal,
  TriangleAlert,
  Unplug,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName, accountTitle } from '../../../state/accounts.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { ContextMenu, type MenuEntry } from '../../../ui/menu.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { useConnectDialog } from '../../../state/connect-dialog.ts'
import { useSettingsDialog } from '../../../state/settings-dialog.ts'
import {
  findAccountProblem,
  pauseSyncWithToast,
  resumeSync,
  syncNow,
} from '../../sync-status/index.ts'
import { BoxItems } from './box-items.tsx'
import { useCollapsedItems } from './collapsed-items.ts'
import { useSidebarDialogs } from '../dialogs/sidebar-dialog-store.ts'
import { TreeItem } from './tree-item.tsx'

/** One account under its mailbox: colour, name, unread, and what is wrong with it. */
export function AccountItem({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { accountId, mailboxId } = account
  const open = useCollapsedItems((state) => state.toggledIds.includes(accountId))
  const selected = useNavigation(
    ({ view }) => view?.kind === 'box' && view.accountId === accountId && !open,
  )
  const connect = () =>
    useConnectDialog.getState().open({ mailboxId, provider: account.provider, accountId })
  const name = accountName(account)
  const syncNowEntry: MenuEntry = {
    kind: 'item',
    id: 'sync',
    label: t('sidebar.syncAccount'),
    icon: <RefreshCw size={16} />,
    onSelect: () => void syncNow({ mailboxId, accountId }),
  }
  const connectEntry: MenuEntry = {
    kind: 'item',
    id: 'connect',
    label: t(account.status === 'reauth_required' ? 'sidebar.reconnect' : 'sidebar.connectAccount'),
    icon: <Plug size={16} />,
    onSelect: connect,
  }
  const entries: MenuEntry[] = [
    account.status === 'connected' ? syncNowEntry : connectEntry,
    account.isPaused
      ? {
          kind: 'item',
          id: 'resume',
          label: t('sidebar.resumeAccount'),
          icon: <CirclePlay size={16} />,
          onSelect: () => void resumeSync(account),
        }
      : {
          kind: 'item',
          id: 'pause',
          label: t('sidebar.pauseAccount'),
          icon: <CirclePause size={16} />,
          onSelect: () => void pauseSyncWithToast(account),
        },
    { kind: 'separator', id: 'settings-line' },
    {
      kind: 'item',
      id: 'settings',
      label: t('sidebar.accountSettings'),
      icon: <SlidersHorizontal size={16} />,
      onSelect: () => useSettingsDialog.getState().open('accounts', accountId),
    },
    {
      kind: 'item',
      id: 'edit',
      label: t('sidebar.editAccount'),
      icon: <Pencil size={16} />,
      onSelect: () => useSidebarDialogs.getState().show({ kind: 'edit-account', account }),
    },
    { kind: 'separator', id: 'line' },
    {
      kind: 'item',
      id: 'delete',
      label: t('sidebar.deleteAccount'),
      icon: <LogOut size={16} />,
      danger: true,
      onSelect: () => useSidebarDialogs.getState().show({ kind: 'delete-account', account }),
    },
  ]
  return (
    <>
      <ContextMenu entries={entries}>
        <TreeItem
          level={2}
          label={name}
          icon={<AccountDot colour={account.colour} />}
          count={account.unread}
          selected={selected}
          title={accountTitle(t, account)}
          note={<AccountState account={account} />}
          expansion={{ open, onToggle: () => useCollapsedItems.getState().toggle(accountId) }}
          onSelect={() => {
            if (account.status === 'connected') {
              useNavigation.getState().go({ kind: 'box', mailboxId, accountId, box: 'INBOX' })
            } else {
              connect()
            }
          }}
        />
      </ContextMenu>
      {open ? (
        <BoxItems mailboxId={mailboxId} accountId={accountId} unread={account.unread} />
      ) : null}
    </>
  )
}

/** A mark where the account does not sync as it should, and why in its tooltip. */
function AccountState({ account }: { account: Account }) {
  const { t } = useTranslation()
  const problem = findAccountProblem(t, account)
  const paused = account.status === 'connected' && account.isPaused
  if (account.status === 'connected' && problem === null && !paused) return null
  const label =
    account.status === 'connected'
      ? paused
        ? t('sync.phase.paused')
        : (problem?.text ?? '')
      : [t(`sync.status.${account.status}`), ...(problem === null ? [] : [problem.text])].join(': ')
  const icon = {
    connected: paused ? (
      <CirclePause size={14} className="text-warning" />
    ) : (
      <TriangleAlert size={14} className="text-warning" />
    ),
    disconnected: <Unplug size={14} className="text-ink-3" />,
    connecting: <Spinner size={14} />,
    reauth_required: <TriangleAlert size={14} className="text-danger" />,
  }[account.status]
  return (
    <Tooltip label={label} side="right">
      <span role="img" aria-label={label} className="flex shrink-0">
        {icon}
      </span>
    </Tooltip>
  )
}
