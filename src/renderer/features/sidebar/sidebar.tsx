import { PenLine, SquareArrowOutUpRight, Settings as SettingsIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MailboxWithAccounts } from '../../state/accounts.ts'
import { composeNewMessage } from '../composer/index.ts'
import { findShortcut, runCommand } from '../../state/commands.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useOperation } from '../../client/queries.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { SyncStatus } from '../sync-status/index.ts'
import { MailboxItem } from './tree/mailbox-item.tsx'
import { SidebarDialogs } from './dialogs/sidebar-dialogs.tsx'
import { onTreeKeyDown } from './tree/on-tree-key-down.ts'
import { TreeItem } from './tree/tree-item.tsx'

/** Mailboxes, boxes and accounts; the outbox when something is in it; the state of sync. */
export function Sidebar({ mailboxes }: { mailboxes: readonly MailboxWithAccounts[] }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('sidebar.label')} className="flex h-full flex-col bg-canvas">
      <div className="shrink-0 px-3 pt-3 pb-2">
        <Tooltip label={t('commands.compose')} keys={findShortcut('compose')} side="right">
          <Button
            tone="primary"
            className="w-full"
            icon={<PenLine size={16} />}
            onClick={() => composeNewMessage()}
          >
            {t('sidebar.compose')}
          </Button>
        </Tooltip>
      </div>
      <div
        role="tree"
        aria-label={t('sidebar.tree')}
        onKeyDown={onTreeKeyDown}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-2"
      >
        {mailboxes.map(({ mailbox, accounts }) => (
          <MailboxItem key={mailbox.mailboxId} mailbox={mailbox} accounts={accounts} />
        ))}
      </div>
      <div className="shrink-0 border-t border-line px-2">
        <OutboxItem />
        <div className="flex h-11 items-center gap-1">
          <div className="min-w-0 flex-1">
            <SyncStatus />
          </div>
          <IconButton
            label={t('commands.settings')}
            keys={findShortcut('settings')}
            icon={<SettingsIcon size={16} strokeWidth={1.75} />}
            tooltipSide="top"
            onClick={() => runCommand('settings')}
          />
        </div>
      </div>
      <SidebarDialogs />
    </nav>
  )
}

function OutboxItem() {
  const { t } = useTranslation()
  const items = useOperation('outbox.list', {}).data ?? []
  const waiting = items.filter(({ state }) => state !== 'sent' && state !== 'cancelled')
  const stuck = waiting.some(({ state }) => state === 'failed' || state === 'unknown')
  const selected = useNavigation(({ view }) => view?.kind === 'outbox')
  if (waiting.length === 0 && !selected) return null
  return (
    <div
      role="tree"
      aria-label={t('sidebar.outbox')}
      onKeyDown={onTreeKeyDown}
      className="-mb-1 pt-2"
    >
      <TreeItem
        level={2}
        label={t('sidebar.outbox')}
        icon={<SquareArrowOutUpRight size={16} strokeWidth={1.75} />}
        count={waiting.length}
        selected={selected}
        className={stuck ? '!text-danger' : ''}
        onSelect={() => useNavigation.getState().go({ kind: 'outbox' })}
      />
    </div>
  )
}
