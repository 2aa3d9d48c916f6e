import {
  Check,
  ChevronDown,
  CircleDashed,
  CircleHelp,
  CornerUpRight,
  UsersRound,
  X,
} from 'lucide-react'
import { clsx } from 'clsx'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attendee, CalendarEvent } from '#shared/contract/invitation.ts'
import { formatList } from '../../../i18n/dates.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { displayName } from '../../message-list/index.ts'
import { Line } from './fact-line.tsx'

const ANSWERS = ['accepted', 'tentative', 'declined', 'delegated', 'waiting'] as const

const ICONS: Record<Attendee['answer'], ReactNode> = {
  accepted: <Check size={14} className="text-success" />,
  declined: <X size={14} className="text-danger" />,
  tentative: <CircleHelp size={14} className="text-warning" />,
  delegated: <CornerUpRight size={14} className="text-ink-3" />,
  waiting: <CircleDashed size={14} className="text-ink-3" />,
}

/** Who is asked and what they answered: a sentence that unfolds to everybody. */
export function AttendeeList({ event }: { event: CalendarEvent }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const { attendees, moreAttendees } = event
  if (attendees.length === 0) return null
  const answers = ANSWERS.flatMap((answer) => {
    const count = attendees.filter((attendee) => attendee.answer === answer).length
    return count === 0 ? [] : [t(`invitation.count.${answer}`, { count })]
  })
  return (
    <Line icon={<UsersRound />} label={t('invitation.attendees')}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-mx-1 flex max-w-full items-center gap-1 rounded-sm px-1 text-start hover:bg-hover"
      >
        <span className="min-w-0">
          {t('invitation.asked', {
            count: attendees.length + moreAttendees,
            answers: formatList(answers, locale),
          })}
        </span>
        <ChevronDown
          size={14}
          className={clsx('shrink-0 transition-transform duration-120', isOpen && 'rotate-180')}
        />
      </button>
      {isOpen ? (
        <ul className="mt-1 flex animate-fade flex-col gap-1 text-xs">
          {attendees.map((attendee, index) => (
            <li key={index} className="flex items-center gap-2">
              <span className="shrink-0">{ICONS[attendee.answer]}</span>
              <span className="min-w-0 break-words" title={attendee.email}>
                <span className="text-ink">{displayName(attendee.name, attendee.email)}</span>
                <span className="text-ink-3">
                  {' '}
                  {t(`invitation.answer.${attendee.answer}`)}
                  {attendee.isOptional ? ` · ${t('invitation.optional')}` : ''}
                  {attendee.isResource ? ` · ${t('invitation.resource')}` : ''}
                </span>
              </span>
            </li>
          ))}
          {moreAttendees === 0 ? null : (
            <li className="text-ink-3">
              {t('invitation.moreAttendees', { count: moreAttendees })}
            </li>
          )}
        </ul>
      ) : null}
    </Line>
  )
}
