import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import { accountName } from '../../../state/accounts.ts'
import { useToday } from '../../../state/use-now.ts'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { formatFullDate, formatShortDate, formatTimeOfDay } from '../../../i18n/dates.ts'
import { displayName } from '../../message-list/index.ts'
import { RecipientsLine } from './recipients-line.tsx'

interface MessageHeaderProps {
  row: EmailListItem
  content: EmailContent | undefined
  account: Account | undefined
}

/** Subject, who wrote to whom and when, and in which account. */
export function MessageHeader({ row, content, account }: MessageHeaderProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const today = new Date(useToday())
  const name = displayName(row.fromName, row.fromEmail)
  const date = formatShortDate(row.receivedAt, today, locale)
  const time = formatTimeOfDay(row.receivedAt, locale)
  return (
    <header className="shrink-0 px-5 pt-4 pb-3">
      <div className="flex items-start gap-3">
        <h2 className="selectable min-w-0 flex-1 text-lg font-semibold break-words text-ink">
          {row.subject.trim() === '' ? t('list.noSubject') : row.subject}
        </h2>
        {account ? (
          <span className="mt-0.5 inline-flex h-5 max-w-40 shrink-0 items-center gap-1.5 rounded-full border border-line px-2 text-2xs text-ink-2">
            <AccountDot colour={account.colour} />
            <span className="truncate">{accountName(account)}</span>
          </span>
        ) : null}
      </div>
      <div className="mt-3 flex items-start gap-3">
        <Avatar name={row.fromName} email={row.fromEmail} />
        <div className="min-w-0 flex-1">
          <p className="selectable flex items-baseline gap-2">
            <span className="truncate text-sm font-semibold text-ink">{name}</span>
            {name === row.fromEmail ? null : (
              <span className="min-w-0 truncate text-xs text-ink-3">{row.fromEmail}</span>
            )}
          </p>
          <RecipientsLine row={row} content={content} key={row.id} />
        </div>
        <time
          dateTime={row.receivedAt}
          title={formatFullDate(row.receivedAt, locale)}
          className="shrink-0 text-xs text-ink-3 tabular-nums"
        >
          {date === time ? time : `${date}, ${time}`}
        </time>
      </div>
    </header>
  )
}
