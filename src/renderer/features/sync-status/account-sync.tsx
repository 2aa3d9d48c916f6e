import { Pause } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { accountName, accountTitle } from '../../app/accounts.ts'
import { useNow } from '../../app/use-now.ts'
import { AccountDot } from '../../ui/account-dot.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { timeAgo } from '../message-list/dates.ts'
import { AccountProblemText } from './account-problem-text.tsx'
import { accountProblem } from './account-problem.ts'
import { pause } from './pause.ts'
import { isFilling, isPaused, share, showsQuota } from './progress.ts'
import { RemedyButton } from './remedy-button.tsx'
import { moment, stateWord, useSyncNumbers } from './sync-words.ts'
import { WaitingText } from './waiting-text.tsx'

interface AccountSyncProps {
  status: AccountSyncStatus
  account: Account | undefined
}

/** What one account is doing, in words and numbers, with the one button that helps. */
export function AccountSync({ status, account }: AccountSyncProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const numbers = useSyncNumbers(status)
  const { pendingActions, quota, lastSyncedAt, nextLookAt, phase } = status
  const problem = accountProblem(t, status)
  const checked = [
    ...(lastSyncedAt === null
      ? []
      : [t('sync.checked', { when: timeAgo(lastSyncedAt, now, locale) })]),
    ...(phase === 'complete' && nextLookAt !== null && new Date(nextLookAt) > now
      ? [t('sync.nextLook', { when: moment(t, nextLookAt, now, locale) })]
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
        <span className="text-ink-3">{stateWord(t, status)}</span>
        {account && status.status === 'connected' && !isPaused(status) ? (
          <IconButton
            size="small"
            className="-me-1"
            label={t('sync.pauseAccount', { name: accountName(account) })}
            icon={<Pause size={14} />}
            tooltipSide="top"
            onClick={() => void pause(account)}
          />
        ) : null}
      </div>
      {isFilling(status) ? (
        <ProgressBar value={share(status)} label={numbers} className="my-0.5" />
      ) : null}
      <p className="tabular-nums">{numbers}</p>
      {isPaused(status) ? <p>{t('sync.pausedMeans')}</p> : null}
      {checked.length === 0 ? null : (
        <p className="text-ink-3 tabular-nums">{checked.join(' · ')}</p>
      )}
      {pendingActions > 0 ? <p>{t('sync.pending', { count: pendingActions })}</p> : null}
      <WaitingText status={status} />
      {showsQuota(status) ? (
        <p className="text-ink-3 tabular-nums">
          {t('sync.quota', {
            used: quota.usedLastMinute.toLocaleString(locale),
            limit: quota.limitPerMinute.toLocaleString(locale),
          })}
        </p>
      ) : null}
      {problem === null ? null : <AccountProblemText problem={problem} />}
      <RemedyButton status={status} className="mt-1 self-start" />
    </li>
  )
}
