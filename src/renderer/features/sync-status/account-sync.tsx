import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { accountName } from '../../app/accounts.ts'
import { useNow } from '../../app/use-now.ts'
import { AccountDot } from '../../ui/account-dot.tsx'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useConnectDialog } from '../connect/store.ts'
import { timeAgo, timeOfDay } from '../message-list/dates.ts'
import { isFilling, remedyFor, share } from './progress.ts'
import { syncNow } from './sync-now.ts'

interface AccountSyncProps {
  status: AccountSyncStatus
  account: Account | undefined
}

/** What one account is doing, in words and numbers, with the one button that helps. */
export function AccountSync({ status, account }: AccountSyncProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const number = (value: number) => value.toLocaleString(locale)
  const { mailboxId, accountId, provider } = status
  const remedy = remedyFor(status)
  const numbers =
    status.total === null
      ? t('sync.syncedSoFar', { synced: number(status.synced) })
      : t('sync.syncedOf', { synced: number(status.synced), total: number(status.total) })
  return (
    <li className="flex flex-col gap-1.5 p-3">
      <div className="flex items-center gap-2">
        {account ? <AccountDot colour={account.colour} /> : null}
        <span className="min-w-0 flex-1 truncate text-sm font-semibold text-ink">
          {account ? accountName(account) : ''}
        </span>
        <span className="text-xs text-ink-3">
          {status.status === 'connected'
            ? t(`sync.phase.${status.phase}`)
            : t(`sync.status.${status.status}`)}
        </span>
      </div>
      {isFilling(status) ? <ProgressBar value={share(status)} label={numbers} /> : null}
      <p className="flex justify-between gap-3 text-xs text-ink-2 tabular-nums">
        <span>{numbers}</span>
        {status.lastSyncedAt === null ? null : (
          <span className="text-ink-3">{timeAgo(status.lastSyncedAt, now, locale)}</span>
        )}
      </p>
      {status.pendingActions > 0 ? (
        <p className="text-xs text-ink-2">{t('sync.pending', { count: status.pendingActions })}</p>
      ) : null}
      {status.waitingUntil !== null && new Date(status.waitingUntil) > now ? (
        <p className="text-xs text-ink-2">
          {t('sync.quotaWait', { time: timeOfDay(status.waitingUntil, locale) })}
        </p>
      ) : null}
      {status.lastError === null ? null : (
        <p className="text-xs break-words text-danger">{status.lastError.message}</p>
      )}
      {remedy === null ? null : (
        <Button
          size="small"
          className="self-start"
          onClick={() => {
            if (remedy === 'retry') void syncNow({ mailboxId, accountId })
            else useConnectDialog.getState().open({ mailboxId, provider, accountId })
          }}
        >
          {t(`sync.remedy.${remedy}`)}
        </Button>
      )}
    </li>
  )
}
