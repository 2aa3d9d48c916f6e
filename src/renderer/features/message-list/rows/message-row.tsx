import { clsx } from 'clsx'
import { Check, Mail, MailOpen, Paperclip, Star } from 'lucide-react'
import { memo, type CSSProperties, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import type { Box } from '#shared/contract/enums.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { useToday } from '../../../state/use-now.ts'
import { formatFullDate, formatShortDate } from '../../../i18n/dates.ts'
import { ROW_HEIGHT, type Density } from './row-density.ts'
import { setRead } from '../../../state/set-read.ts'
import { Highlighted } from './highlighted.tsx'
import { getCorrespondent, cleanSnippet } from './row-text.ts'
import { onRowClick, onCheckboxClick } from './row-click.ts'

export interface RowAccount {
  name: string
  /** Address and provider, for a tooltip. */
  title: string
  colour: string
}

interface MessageRowProps {
  row: EmailListItem
  index: number
  /** Pixels from the top of the list. */
  top: number
  /** Null while it is not known. */
  total: number | null
  box: Box
  density: Density
  /** Named only where mail of several accounts is mixed. */
  account: RowAccount | undefined
  showAccount: boolean
}

const PEOPLE = ['from', 'to', 'cc', 'bcc'] as const
const SUBJECT = ['subject'] as const
const TEXT = [] as const

/** A message in the list. Drawn anew only when its own state changes. */
export const MessageRow = memo(function MessageRow({
  row,
  index,
  top,
  total,
  box,
  density,
  account,
  showAccount,
}: MessageRowProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const current = useNavigation((state) => state.currentId === row.id)
  const checked = useNavigation((state) => state.checked.has(row.id))
  const today = useToday()
  const { names, outgoing } = getCorrespondent(row, box)
  const who = outgoing
    ? t('list.toNames', { names: names === '' ? t('list.nobody') : names })
    : names
  const subject = row.subject.trim() === '' ? t('list.noSubject') : row.subject
  const position: CSSProperties = {
    height: ROW_HEIGHT[density],
    transform: `translateY(${top}px)`,
  }
  const parts: RowParts = {
    who,
    subject,
    snippet: cleanSnippet(row.snippet),
    date: formatShortDate(row.receivedAt, new Date(today), locale),
    unread: !row.isRead,
    account: showAccount ? account : undefined,
    row,
  }
  return (
    <div
      id={`row-${row.id}`}
      role="option"
      aria-selected={current || checked}
      data-current={current || undefined}
      aria-posinset={index + 1}
      aria-setsize={total ?? -1}
      aria-label={t(row.isRead ? 'list.rowLabel' : 'list.rowLabelUnread', {
        who,
        subject,
        date: formatFullDate(row.receivedAt, locale),
        account: account?.name ?? '',
      })}
      style={position}
      onClick={(event) => onRowClick(event, row.id)}
      className={clsx(
        'group absolute inset-x-0 top-0 flex border-b border-line text-sm',
        current ? 'bg-selected' : checked ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span
        aria-hidden="true"
        className="w-[3px] shrink-0"
        style={{ backgroundColor: showAccount ? account?.colour : 'transparent' }}
      />
      <Gutter unread={!row.isRead} checked={checked} density={density} id={row.id} />
      {density === 'compact' ? <OneLine {...parts} /> : <Lines {...parts} density={density} />}
      <HoverActions row={row} current={current} checked={checked} />
    </div>
  )
})

interface RowParts {
  who: string
  subject: string
  snippet: string
  date: string
  unread: boolean
  account: RowAccount | undefined
  row: EmailListItem
}

function Lines({
  who,
  subject,
  snippet,
  date,
  unread,
  account,
  row,
  density,
}: RowParts & { density: Density }) {
  const three = density === 'comfortable'
  return (
    <div className="flex min-w-0 flex-1 flex-col justify-center py-1 pe-3">
      <div className="flex h-[18px] items-center gap-2">
        <span
          className={clsx(
            'min-w-0 flex-1 truncate',
            unread ? 'font-semibold text-ink' : 'text-ink',
          )}
        >
          <Highlighted text={who} fields={PEOPLE} isPart />
        </span>
        <Marks row={row} />
        <span
          className={clsx(
            'shrink-0 text-xs tabular-nums group-hover:invisible',
            unread ? 'font-semibold text-ink' : 'text-ink-3',
          )}
        >
          {date}
        </span>
      </div>
      <div className="flex h-[18px] items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-ink-2">
          <span className={unread ? 'font-semibold text-ink' : 'text-ink-2'}>
            <Highlighted text={subject} fields={SUBJECT} isPart />
          </span>
          {three || snippet === '' ? null : (
            <span className="text-ink-3">
              <Dash />
              <Highlighted text={snippet} fields={TEXT} isPart={false} />
            </span>
          )}
        </span>
        {three ? null : <AccountName account={account} />}
      </div>
      {three ? (
        <div className="flex h-[18px] items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-ink-3">
            <Highlighted text={snippet} fields={TEXT} isPart={false} />
          </span>
          <AccountName account={account} />
        </div>
      ) : null}
    </div>
  )
}

function OneLine({ who, subject, snippet, date, unread, account, row }: RowParts) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 pe-3">
      <span
        className={clsx('w-[30%] max-w-44 shrink-0 truncate text-ink', unread && 'font-semibold')}
      >
        <Highlighted text={who} fields={PEOPLE} isPart />
      </span>
      <span className="min-w-0 flex-1 truncate text-ink-3">
        <span className={unread ? 'font-semibold text-ink' : 'text-ink-2'}>
          <Highlighted text={subject} fields={SUBJECT} isPart />
        </span>
        {snippet === '' ? null : (
          <>
            <Dash />
            <Highlighted text={snippet} fields={TEXT} isPart={false} />
          </>
        )}
      </span>
      <span className="hidden shrink-0 @lg:block">
        <AccountName account={account} />
      </span>
      <Marks row={row} />
      <span
        className={clsx(
          'w-12 shrink-0 text-end text-xs tabular-nums group-hover:invisible',
          unread ? 'font-semibold text-ink' : 'text-ink-3',
        )}
      >
        {date}
      </span>
    </div>
  )
}

function Dash() {
  return <span aria-hidden="true">{' \u2013 '}</span>
}

function AccountName({ account }: { account: RowAccount | undefined }) {
  if (!account) return null
  return (
    <span title={account.title} className="max-w-32 shrink-0 truncate text-2xs text-ink-3">
      {account.name}
    </span>
  )
}

function Marks({ row }: { row: EmailListItem }) {
  return (
    <>
      {row.hasAttachments ? (
        <Paperclip size={14} aria-hidden="true" className="shrink-0 text-ink-3" />
      ) : null}
      {row.isStarred ? (
        <Star
          size={14}
          aria-hidden="true"
          className="shrink-0 fill-current text-star group-hover:invisible"
        />
      ) : null}
    </>
  )
}

interface GutterProps {
  id: string
  unread: boolean
  checked: boolean
  density: Density
}

/** The unread dot, and the tick box where the pointer is or something is ticked. */
function Gutter({ id, unread, checked, density }: GutterProps) {
  const { t } = useTranslation()
  const ticking = useNavigation((state) => state.checked.size > 0)
  return (
    <span
      className={clsx(
        'relative flex w-7 shrink-0 justify-center',
        density === 'compact' ? 'items-center' : 'items-start pt-[7px]',
        density === 'cosy' && 'pt-[8px]',
      )}
    >
      {unread ? (
        <span
          aria-hidden="true"
          className={clsx(
            'size-2 rounded-full bg-accent',
            density !== 'compact' && 'mt-[3px]',
            ticking ? 'hidden' : 'group-hover:hidden',
          )}
        />
      ) : null}
      <button
        type="button"
        role="checkbox"
        aria-checked={checked}
        aria-label={t('list.tick')}
        tabIndex={-1}
        onClick={(event) => onCheckboxClick(event, id)}
        className={clsx(
          'size-4 items-center justify-center rounded-sm border',
          ticking ? 'flex' : 'hidden group-hover:flex',
          checked
            ? 'border-accent-fill bg-accent-fill text-on-accent'
            : 'border-ink-3 bg-surface text-transparent',
        )}
      >
        <Check size={12} strokeWidth={3} />
      </button>
    </span>
  )
}

interface HoverActionsProps {
  row: EmailListItem
  current: boolean
  checked: boolean
}

function HoverActions({ row, current, checked }: HoverActionsProps) {
  const { t } = useTranslation()
  const label = t(row.isRead ? 'commands.markUnread' : 'commands.markRead')
  const onClick = (event: MouseEvent) => {
    event.stopPropagation()
    void setRead([row], !row.isRead)
  }
  return (
    <span
      className={clsx(
        'absolute end-2 top-1 hidden items-center rounded-md group-hover:flex',
        current ? 'bg-selected' : checked ? 'bg-accent-soft' : 'bg-hover',
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={label}
        title={label}
        onClick={onClick}
        className="flex size-6 items-center justify-center rounded-md text-ink-2 hover:bg-pressed hover:text-ink"
      >
        {row.isRead ? (
          <Mail size={16} strokeWidth={1.75} />
        ) : (
          <MailOpen size={16} strokeWidth={1.75} />
        )}
      </button>
    </span>
  )
}
