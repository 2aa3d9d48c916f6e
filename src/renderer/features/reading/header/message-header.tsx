import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { OpenedMessage } from '#shared/contract/opened-message.ts'
import { accountName } from '../../../state/accounts.ts'
import { useToday } from '../../../state/use-now.ts'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { formatFullDate, formatShortDate, formatTimeOfDay } from '../../../i18n/dates.ts'
import { displayName } from '../../message-list/index.ts'
import type { HeaderFields } from './header-fields.ts'
import { RecipientsLine } from './recipients-line.tsx'

interface MessageHeaderProps {
  message: HeaderFields
  content: Pick<OpenedMessage, 'replyTo' | 'bcc'> | undefined
  account: Account | undefined
}

/** Subject, who wrote to whom and when, and in which account. */
export function MessageHeader({ message, content, account }: MessageHeaderProps) {
  const { t } = useTranslation()
  const name = displayName(message.fromName, message.fromEmail)
  // An event that was attached in place of a message is from nobody.
  const hasPeople = message.fromEmail !== '' || message.fromName !== '' || message.to.length > 0
  return (
    <header className="shrink-0 px-5 pt-4 pb-3">
      <div className="flex items-start gap-3">
        <h2 className="selectable min-w-0 flex-1 text-lg font-semibold break-words text-ink">
          {message.subject.trim() === '' ? t('list.noSubject') : message.subject}
        </h2>
        {account ? (
          <span className="mt-0.5 inline-flex h-5 max-w-40 shrink-0 items-center gap-1.5 rounded-full border border-line px-2 text-2xs text-ink-2">
            <AccountDot colour={account.colour} />
            <span className="truncate">{accountName(account)}</span>
          </span>
        ) : null}
      </div>
      {hasPeople ? (
        <div className="mt-3 flex items-start gap-3">
          <Avatar name={message.fromName} email={message.fromEmail} />
          <div className="min-w-0 flex-1">
            <p className="selectable flex items-baseline gap-2">
              <span className="truncate text-sm font-semibold text-ink">{name}</span>
              {name === message.fromEmail ? null : (
                <span className="min-w-0 truncate text-xs text-ink-3">{message.fromEmail}</span>
              )}
            </p>
            <RecipientsLine message={message} content={content} />
          </div>
          {message.date === null ? null : <ShortDate date={message.date} />}
        </div>
      ) : null}
    </header>
  )
}

function ShortDate({ date }: { date: string }) {
  const locale = useLocale()
  const day = formatShortDate(date, new Date(useToday()), locale)
  const time = formatTimeOfDay(date, locale)
  return (
    <time
      dateTime={date}
      title={formatFullDate(date, locale)}
      className="shrink-0 text-xs text-ink-3 tabular-nums"
    >
      {day === time ? time : `${day}, ${time}`}
    </time>
  )
}
