import {
  CircleCheckBig,
  CirclePause,
  CloudDownload,
  CloudOff,
  Inbox,
  Plug,
  SearchX,
  TriangleAlert,
  UserPlus,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { useOperation } from '../../../client/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useConnectDialog } from '../../../state/connect-dialog.ts'
import {
  findAccountProblem,
  resumeSync,
  isPaused,
  progressFraction,
  sumCounts,
  syncNow,
} from '../../sync-status/index.ts'
import { emptyKind } from './empty-kind.ts'
import type { BoxView } from '../../../state/message-list.ts'

/** What stands in a list without rows: why, and one way on. */
export function EmptyList({ view, query }: { view: BoxView; query: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const status = useOperation('status.get', {}).data
  if (!status) return null
  const accounts = status.accounts.filter(
    ({ mailboxId, accountId }) =>
      mailboxId === view.mailboxId && (view.accountId === null || accountId === view.accountId),
  )
  const kind = emptyKind({
    searching: query !== '',
    isInbox: view.box === 'INBOX',
    online: status.online,
    accounts,
  })
  const { mailboxId } = view
  const first = accounts[0]
  switch (kind) {
    case 'no_results':
      return (
        <EmptyState
          icon={<SearchX />}
          title={t('list.empty.noResults', { query })}
          description={t(
            accounts.some(({ backlog }) => backlog > 0)
              ? 'list.empty.noResultsYet'
              : 'list.empty.noResultsHint',
          )}
          action={
            <Button onClick={() => useNavigation.getState().search('')}>
              {t('list.clearSearch')}
            </Button>
          }
        />
      )
    case 'no_account':
      return (
        <EmptyState
          icon={<UserPlus />}
          title={t('list.empty.noAccount')}
          description={t('list.empty.noAccountHint')}
          action={
            <Button tone="primary" onClick={() => useConnectDialog.getState().open({ mailboxId })}>
              {t('sidebar.addAccount')}
            </Button>
          }
        />
      )
    case 'not_connected':
      return (
        <EmptyState
          icon={<Plug />}
          title={t('list.empty.notConnected')}
          description={t('list.empty.notConnectedHint')}
          action={
            first === undefined ? null : (
              <Button
                tone="primary"
                onClick={() =>
                  useConnectDialog.getState().open({
                    mailboxId,
                    provider: first.provider,
                    accountId: first.accountId,
                  })
                }
              >
                {t('sidebar.connectAccount')}
              </Button>
            )
          }
        />
      )
    case 'syncing': {
      const sum = sumCounts(accounts)
      const synced = sum.synced.toLocaleString(locale)
      const numbers =
        sum.total === null
          ? t('sync.syncedSoFar', { synced })
          : t('sync.syncedOf', { synced, total: sum.total.toLocaleString(locale) })
      return (
        <EmptyState
          icon={<CloudDownload />}
          title={t('list.empty.syncing')}
          description={t('list.empty.syncingHint')}
        >
          <div className="mt-3 flex w-56 flex-col gap-1.5">
            <ProgressBar value={progressFraction(sum)} label={numbers} />
            <span className="text-xs text-ink-3 tabular-nums">{numbers}</span>
          </div>
        </EmptyState>
      )
    }
    case 'paused':
      return (
        <EmptyState
          icon={<CirclePause />}
          title={t('sync.paused')}
          description={t('sync.pausedMeans')}
          action={
            <Button
              onClick={() => {
                for (const account of accounts.filter(isPaused)) void resumeSync(account)
              }}
            >
              {t('sync.remedy.resume')}
            </Button>
          }
        />
      )
    case 'sync_failed':
      return (
        <EmptyState
          alert
          icon={<TriangleAlert />}
          title={t('list.empty.syncFailed')}
          description={accounts
            .map((account) => findAccountProblem(t, account)?.text)
            .find(Boolean)}
          action={<Button onClick={() => void syncNow()}>{t('list.retry')}</Button>}
        />
      )
    case 'offline':
      return (
        <EmptyState
          icon={<CloudOff />}
          title={t('list.empty.offline')}
          description={t('list.empty.offlineHint')}
          action={<Button onClick={() => void syncNow()}>{t('list.retry')}</Button>}
        />
      )
    case 'inbox_clear':
      return (
        <EmptyState
          icon={<CircleCheckBig />}
          title={t('list.empty.inboxClear')}
          description={t('list.empty.inboxClearHint')}
        />
      )
    case 'box_empty':
      return (
        <EmptyState
          icon={<Inbox />}
          title={t('list.empty.boxEmpty', { box: t(`boxes.${view.box}`) })}
          description={t(`list.empty.hints.${view.box}`)}
        />
      )
  }
}
