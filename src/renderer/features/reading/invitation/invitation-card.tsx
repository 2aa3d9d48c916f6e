import { AlignLeft, Clock, MapPin, MessageSquare, Repeat, UserRound, Video } from 'lucide-react'
import { clsx } from 'clsx'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarEvent, Invitation } from '#shared/contract/invitation.ts'
import { formatDayOfMonth } from '../../../i18n/dates.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { displayName } from '../../message-list/index.ts'
import { AttendeeList } from './attendee-list.tsx'
import { eventTimeText } from './event-time-text.ts'
import { Line } from './fact-line.tsx'
import { LongText } from './long-text.tsx'
import { methodText, type MethodTone } from './method-text.ts'
import { recurrenceText } from './recurrence-text.ts'

const TONES: Record<MethodTone, string> = {
  accent: 'text-accent',
  success: 'text-success',
  danger: 'text-danger',
  neutral: 'text-ink-3',
}

interface InvitationCardProps {
  method: Invitation['method']
  event: CalendarEvent
}

/** One event: what it is about, when and where, who organises it and who is asked. */
export function InvitationCard({ method, event }: InvitationCardProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const titleId = useId()
  const { text, tone } = methodText(t, method, event)
  const isOff = method === 'cancel' || event.isCancelled
  const time = eventTimeText(event, locale)
  const title = event.summary === '' ? t('invitation.untitled') : event.summary
  return (
    <article
      aria-labelledby={titleId}
      className="selectable flex gap-4 rounded-lg border border-line bg-canvas p-4"
    >
      <DateTile event={event} isOff={isOff} />
      <div className="min-w-0 flex-1">
        <p className={clsx('text-xs font-semibold', TONES[tone])}>{text}</p>
        <h3
          id={titleId}
          className={clsx(
            'mt-0.5 text-base font-semibold break-words text-ink',
            isOff && 'line-through decoration-ink-3',
          )}
        >
          {title}
        </h3>
        <dl className="mt-2 flex flex-col gap-1.5 text-sm text-ink-2">
          <Line icon={<Clock />} label={t('invitation.when')}>
            {time === null ? (
              t('invitation.noTime')
            ) : (
              <>
                <span className="block text-ink first-letter:uppercase">{time.when}</span>
                {time.there === null ? null : (
                  <span className="block text-xs text-ink-3">
                    {time.there.time === time.when
                      ? t('invitation.unknownZone', { zone: time.there.zone })
                      : t('invitation.there', time.there)}
                  </span>
                )}
              </>
            )}
          </Line>
          {event.recurrence !== null || event.isOccurrence ? (
            <Line icon={<Repeat />} label={t('invitation.recurrence')}>
              {event.recurrence === null
                ? t('invitation.occurrence')
                : recurrenceText(t, event.recurrence, locale)}
            </Line>
          ) : null}
          {event.location === '' || event.location === event.joinUrl ? null : (
            <Line icon={<MapPin />} label={t('invitation.where')}>
              {event.location}
            </Line>
          )}
          {event.joinUrl === null ? null : (
            <Line icon={<Video />} label={t('invitation.join')}>
              <JoinLink url={event.joinUrl} />
            </Line>
          )}
          {event.organiser === null ? null : (
            <Line icon={<UserRound />} label={t('invitation.organiser')}>
              <span title={event.organiser.email}>
                {t('invitation.organisedBy', {
                  name: displayName(event.organiser.name, event.organiser.email),
                })}
              </span>
            </Line>
          )}
          {method === 'reply' ? null : <AttendeeList event={event} />}
          {event.comment === '' ? null : (
            <Line icon={<MessageSquare />} label={t('invitation.comment')}>
              “{event.comment}”
            </Line>
          )}
          {event.description === '' ? null : (
            <Line icon={<AlignLeft />} label={t('invitation.description')}>
              <LongText text={event.description} />
            </Line>
          )}
        </dl>
      </div>
    </article>
  )
}

function JoinLink({ url }: { url: string }) {
  const { t } = useTranslation()
  return (
    <a
      href={url}
      title={url}
      target="_blank"
      rel="noopener noreferrer"
      className="rounded-sm font-semibold text-accent hover:underline"
    >
      {t('invitation.openLink', { host: new URL(url).host })}
    </a>
  )
}

/** A leaf of a calendar: known before it is read. */
function DateTile({ event, isOff }: { event: CalendarEvent; isOff: boolean }) {
  const locale = useLocale()
  if (event.start === null) return null
  const { day, month } = formatDayOfMonth(event.start.at ?? event.start.local, locale)
  return (
    <div
      aria-hidden
      className="flex h-14 w-12 shrink-0 flex-col overflow-hidden rounded-md border border-line bg-surface text-center select-none"
    >
      <span
        className={clsx(
          'truncate px-0.5 text-2xs leading-4 font-semibold uppercase',
          isOff ? 'bg-line text-ink-2' : 'bg-accent-fill text-on-accent',
        )}
      >
        {month}
      </span>
      <span
        className={clsx(
          'flex flex-1 items-center justify-center text-xl font-semibold tabular-nums',
          isOff ? 'text-ink-3' : 'text-ink',
        )}
      >
        {day}
      </span>
    </div>
  )
}
