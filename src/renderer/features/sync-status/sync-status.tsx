import { CircleCheck, CirclePause, CloudOff, TriangleAlert, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import { useMailboxes } from '../../state/accounts.ts'
import { useOperation } from '../../client/queries.ts'
import { Popover } from '../../ui/popover.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useNow } from '../../state/use-now.ts'
import { formatTimeAgo } from '../../i18n/dates.ts'
import { AccountSyncView } from './account-sync-view.tsx'
import { summariseSync, type SyncSummary } from './sync-progress.ts'

/** The line at the bottom of the sidebar; it opens to what each account is doing. */
export function SyncStatus() {
  const { t } = useTranslation()
  const status = useOperation('status.get', {}).data
  const mailboxes = useMailboxes() ?? []
  const accounts = mailboxes.flatMap((entry) => entry.accounts)
  if (!status) return null
  const summary = summariseSync(status.accounts, status.online)
  if (summary.kind === 'none') return null
  return (
    <Popover
      label={t('sync.details')}
      side="top"
      className="w-[340px]"
      overToasts
      trigger={
        <button
          type="button"
          className="flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-xs text-ink-2 hover:bg-pressed/60 data-[state=open]:bg-pressed/60"
        >
          <SummaryIcon summary={summary} />
          <span aria-live="polite" className="min-w-0 truncate tabular-nums">
            <SummaryText summary={summary} />
          </span>
        </button>
      }
    >
      <ul className="divide-y divide-line">
        {status.accounts.map((entry) => (
          <AccountSyncView
            key={entry.accountId}
            status={entry}
            account={accounts.find(({ accountId }) => accountId === entry.accountId)}
          />
        ))}
      </ul>
    </Popover>
  )
}

function SummaryIcon({ summary }: { summary: SyncSummary }) {
  switch (summary.kind) {
    case 'none':
      return null
    case 'offline':
      return <CloudOff size={14} className="shrink-0 text-warning" />
    case 'attention':
      return <TriangleAlert size={14} className="shrink-0 text-danger" />
    case 'failing':
      return <TriangleAlert size={14} className="shrink-0 text-warning" />
    case 'syncing':
      return (
        <span className="text-accent">
          <Spinner size={14} />
        </span>
      )
    case 'disconnected':
      return <Unplug size={14} className="shrink-0 text-ink-3" />
    case 'paused':
      return <CirclePause size={14} className="shrink-0 text-warning" />
    case 'synced':
      return <CircleCheck size={14} className="shrink-0 text-ink-3" />
  }
}

function SummaryText({ summary }: { summary: SyncSummary }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const number = (value: number) => value.toLocaleString(locale)
  switch (summary.kind) {
    case 'none':
      return null
    case 'offline':
      return t('sync.offline')
    case 'attention':
      return t('sync.attention', { count: summary.count })
    case 'failing':
      return t('sync.failing', { count: summary.count })
    case 'syncing':
      return summary.total === null
        ? t('sync.syncedSoFar', { synced: number(summary.synced) })
        : t('sync.syncedOf', { synced: number(summary.synced), total: number(summary.total) })
    case 'disconnected':
      return t('sync.status.disconnected')
    case 'paused':
      return t('sync.paused')
    case 'synced': {
      const synced =
        summary.lastSyncedAt === null
          ? t('sync.accountsSynced', { count: summary.accounts })
          : t('sync.upToDate', { when: formatTimeAgo(summary.lastSyncedAt, now, locale) })
      return summary.paused === 0
        ? synced
        : `${synced} · ${t('sync.alsoPaused', { count: summary.paused })}`
    }
  }
}
