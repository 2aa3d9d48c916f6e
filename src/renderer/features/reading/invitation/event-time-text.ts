import type { CalendarEvent, EventTime } from '#shared/contract/invitation.ts'
import { formatDay, formatDays, formatSpan } from '../../../i18n/dates.ts'

export interface EventTimeText {
  /** By the reader’s clock; for whole days, the days. */
  when: string
  /** By the clock where the event is, where that one shows something else. */
  there: { time: string; zone: string } | null
}

/**
 * When an event is, in words; null where it does not say. A time without a zone is everybody's own;
 * one in a zone that nobody knows stays as it is there.
 *
 * @param timeZone the reader's; the system's unless a test names another
 */
export function eventTimeText(
  { isAllDay, start, end }: Pick<CalendarEvent, 'isAllDay' | 'start' | 'end'>,
  locale: string,
  timeZone?: string,
): EventTimeText | null {
  if (start === null) return null
  if (isAllDay) {
    return { when: formatDays(start.local, end?.local ?? start.local, locale), there: null }
  }
  const there = formatSpan(asUtc(start), end === null ? null : asUtc(end), locale, 'UTC')
  if (start.at === null) {
    return start.zone === null
      ? { when: there, there: null }
      : { when: there, there: { time: there, zone: start.zone } }
  }
  const when = formatSpan(start.at, end?.at ?? null, locale, timeZone)
  if (when === there || start.zone === null || start.zone === 'UTC') return { when, there: null }
  const sameDay = formatDay(start.at, locale, timeZone) === formatDay(asUtc(start), locale, 'UTC')
  const time = sameDay
    ? formatSpan(asUtc(start), end === null ? null : asUtc(end), locale, 'UTC', true)
    : there
  return { when, there: { time, zone: placeOf(start.zone) } }
}

/** `Europe/London` is London’s time; other names are as the sender’s program has them. */
function placeOf(zone: string): string {
  return zone.includes('/') ? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ') : zone
}

function asUtc({ local }: EventTime): string {
  return `${local}:00Z`
}
