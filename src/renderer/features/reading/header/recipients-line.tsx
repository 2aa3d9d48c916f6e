import { ChevronDown } from 'lucide-react'
import { clsx } from 'clsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { OpenedMessage } from '#shared/contract/opened-message.ts'
import type { Person } from '#shared/contract/fields.ts'
import { formatFullDate } from '../../../i18n/dates.ts'
import { useIsMe } from '../../../state/use-is-me.ts'
import type { HeaderFields } from './header-fields.ts'
import { recipientSummary } from './recipient-summary.ts'

interface RecipientsLineProps {
  message: HeaderFields
  content: Pick<OpenedMessage, 'replyTo' | 'bcc'> | undefined
}

/** “to me, Bo and 3 more”, which unfolds to everybody and the whole date. */
export function RecipientsLine({ message, content }: RecipientsLineProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const isMe = useIsMe()
  const [open, setOpen] = useState(false)
  const { names, more } = recipientSummary([...message.to, ...message.cc], isMe, t('reading.me'))
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ms-1 flex h-5 max-w-full items-center gap-1 rounded-sm px-1 text-xs text-ink-3 hover:bg-hover hover:text-ink-2"
      >
        <span className="truncate">
          {names === ''
            ? t('reading.toNobody')
            : more > 0
              ? t('reading.toAndMore', { names, count: more })
              : t('reading.to', { names })}
        </span>
        <ChevronDown
          size={12}
          className={clsx('shrink-0 transition-transform duration-120', open && 'rotate-180')}
        />
      </button>
      {open ? (
        <dl className="selectable mt-2 grid animate-fade grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs">
          <Line
            label={t('reading.from')}
            people={[{ name: message.fromName, email: message.fromEmail }]}
          />
          <Line label={t('reading.replyTo')} people={content?.replyTo ?? []} />
          <Line label={t('reading.toLabel')} people={message.to} />
          <Line label={t('reading.cc')} people={message.cc} />
          <Line label={t('reading.bcc')} people={content?.bcc ?? []} />
          {message.date === null ? null : (
            <>
              <dt className="text-ink-3">{t('reading.date')}</dt>
              <dd className="text-ink-2">{formatFullDate(message.date, locale)}</dd>
            </>
          )}
        </dl>
      ) : null}
    </>
  )
}

function Line({ label, people }: { label: string; people: readonly Person[] }) {
  if (people.length === 0) return null
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="flex min-w-0 flex-wrap gap-x-3 text-ink-2">
        {people.map(({ name, email }, index) => (
          <span key={index} className="min-w-0 break-words">
            {name === '' ? null : <span className="text-ink">{name} </span>}
            {email}
          </span>
        ))}
      </dd>
    </>
  )
}
