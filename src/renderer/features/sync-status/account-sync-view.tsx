import { Pause } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { accountName, accountTitle } from '../../state/accounts.ts'
import { useNow } from '../../state/use-now.ts'
import { AccountDot } from '../../ui/account-dot.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { formatTimeAgo } from '../../i18n/dates.ts'
import { RefusedChanges } from './refused-changes.tsx'
import { AccountProblemText } from './account-problem-text.tsx'
import { findAccountProblem } from './account-problem.ts'
import { pauseSync } from './pause-sync.ts'
import { isInitialSync, isPaused, progressFraction, shouldShowQuota } from './sync-progress.ts'
import { RecoveryButton } from './recovery-button.tsx'
import { formatMoment, syncStateText, useSyncCountText } from './sync-text.ts'
import { SyncWaitText } from './sync-wait-text.tsx'

interface AccountSyncViewProps {
  status: AccountSyncStatus
  account: Account | undefined
}

/** What one account is doing, in words and numbers, with the one button that helps. */
export function AccountSyncView({ status, account }: AccountSyncViewProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const numbers = useSyncCountText(status)
  const { pendingActions, quota, lastSyncedAt, nextLookAt, phase } = status
  const problem = findAccountProblem(t, status)
  const checked = [
    ...(lastSyncedAt === null
      ? []
      : [t('sync.checked', { when: formatTimeAgo(lastSyncedAt, now, locale) })]),
    ...(phase === 'complete' && nextLookAt !== null && new Date(nextLookAt) > now
      ? [t('sync.nextLook', { when: formatMoment(t, nextLookAt, now, locale) })]
      : []),
  ]
  return (
    <li className="flex flex-col gap-1 p-3 text-xs text-ink-2">
      <div className="flex items-center gap-2">
        {account ? <AccountDot colour={account.colour} /> : null}
        <span
          className="min-w-0 flex-1 truncate text-sm font-semibold text-ink"
          title={account ? accountTitle(t, account) : undefined}
        >
          {account ? accountName(account) : ''}
        </span>
        <span className="text-ink-3">{syncStateText(t, status)}</span>
        {account && status.status === 'connected' && !isPaused(status) ? (
          <IconButton
            size="small"
            className="-me-1"
            label={t('sync.pauseAccount', { name: accountName(account) })}
            icon={<Pause size={14} />}
            tooltipSide="top"
            onClick={() => void pauseSync(account)}
          />
        ) : null}
      </div>
      {isInitialSync(status) ? (
        <ProgressBar value={progressFraction(status)} label={numbers} className="my-0.5" />
      ) : null}
      <p className="tabular-nums">{numbers}</p>
      {isPaused(status) ? <p>{t('sync.pausedMeans')}</p> : null}
      {checked.length === 0 ? null : (
        <p className="text-ink-3 tabular-nums">{checked.join(' · ')}</p>
      )}
      {pendingActions > 0 ? <p>{t('sync.pending', { count: pendingActions })}</p> : null}
      <SyncWaitText status={status} />
      {shouldShowQuota(status) ? (
        <p className="text-ink-3 tabular-nums">
          {t('sync.quota', {
            used: quota.usedLastMinute.toLocaleString(locale),
            limit: quota.limitPerMinute.toLocaleString(locale),
          })}
        </p>
      ) : null}
      <RefusedChanges accountId={status.accountId} />
      {problem === null ? null : <AccountProblemText problem={problem} />}
      <RecoveryButton status={status} className="mt-1 self-start" />
    </li>
  )
}
