import { clsx } from 'clsx'
import { CircleAlert, CircleCheck, CircleHelp, Clock, Send, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { OutboxItem } from '#shared/contract/outbox.ts'
import { accountName, useMailboxes } from '../../state/accounts.ts'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { AccountDot } from '../../ui/account-dot.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { formatFullDate, formatTimeOfDay } from '../../i18n/dates.ts'
import { runOutboxAction } from './outbox-actions.ts'
import { sortByUrgency, outboxRow, type OutboxAction, type OutboxRow } from './outbox-row.ts'

/** What is waiting, on its way, failed or in doubt, over all mailboxes. */
export function OutboxView() {
  const { t } = useTranslation()
  const items = useOperation('outbox.list', {})
  const mailboxes = useMailboxes() ?? []
  const accounts = new Map(
    mailboxes.flatMap((entry) => entry.accounts.map((account) => [account.accountId, account])),
  )

  if (items.isPending) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="h-3 w-48" />
        <Skeleton className="h-3 w-80 max-w-full" />
      </div>
    )
  }
  if (items.isError) {
    return (
      <EmptyState
        alert
        icon={<Send />}
        title={t('outbox.failed')}
        description={errorText(t, items.error)}
        action={<Button onClick={() => void items.refetch()}>{t('outbox.refresh')}</Button>}
      />
    )
  }
  if (items.data.length === 0) {
    return (
      <EmptyState icon={<Send />} title={t('outbox.empty')} description={t('outbox.emptyHint')} />
    )
  }
  return (
    <ul aria-label={t('outbox.title')} className="h-full overflow-y-auto">
      {sortByUrgency(items.data).map((item) => (
        <OutboxEntry
          key={item.outboxId}
          item={item}
          account={accounts.get(item.accountId) ?? null}
        />
      ))}
    </ul>
  )
}

const ICONS: Record<OutboxRow['tone'], LucideIcon> = {
  neutral: Clock,
  success: CircleCheck,
  warning: CircleHelp,
  danger: CircleAlert,
}

const COLOURS: Record<OutboxRow['tone'], string> = {
  neutral: 'text-ink-2',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
}

function OutboxEntry({ item, account }: { item: OutboxItem; account: Account | null }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [busy, setBusy] = useState<OutboxAction | null>(null)
  const { wording, tone, time, actions } = outboxRow(item, Date.now())
  const Icon = ICONS[tone]
  const people = [...item.to, ...item.cc, ...item.bcc].map(({ name, email }) => name || email)

  const run = async (action: OutboxAction) => {
    setBusy(action)
    await runOutboxAction(item, action)
    setBusy(null)
  }

  return (
    <li className="relative flex flex-col gap-1 border-b border-line px-4 py-3">
      {account === null ? null : (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 start-0 w-[3px]"
          style={{ backgroundColor: account.colour }}
        />
      )}
      <div className="flex items-center gap-2">
        <span className="min-w-0 truncate font-semibold">{people.join(', ')}</span>
        {account === null ? null : (
          <span className="ms-auto flex shrink-0 items-center gap-1.5 text-xs text-ink-3">
            <AccountDot colour={account.colour} />
            <span className="max-w-32 truncate">{accountName(account)}</span>
          </span>
        )}
      </div>
      <p className={clsx('truncate', item.subject.trim() === '' && 'text-ink-3')}>
        {item.subject.trim() === '' ? t('outbox.noSubject') : item.subject}
      </p>
      <p className={clsx('flex items-start gap-1.5 text-xs', COLOURS[tone])}>
        <Icon size={14} className="mt-px shrink-0" />
        <span>
          {t(wording, {
            time: time === null ? '' : formatTimeOfDay(time, locale),
            date: time === null ? '' : formatFullDate(time, locale),
          })}
          {item.lastError === null ? null : (
            <span className="selectable"> {item.lastError.message}</span>
          )}
        </span>
      </p>
      {item.state === 'unknown' ? (
        <p className="max-w-[60ch] text-xs text-ink-2">{t('outbox.unknownExplained')}</p>
      ) : null}
      {actions.length === 0 ? null : (
        <div className="mt-1 flex flex-wrap gap-2">
          {actions.map((action, index) => (
            <Button
              key={action}
              size="small"
              tone={index === 0 ? 'secondary' : 'ghost'}
              busy={busy === action}
              disabled={busy !== null}
              onClick={() => void run(action)}
            >
              {t(`outbox.action.${action}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}
