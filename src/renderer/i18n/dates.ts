const formats = new Map<string, Intl.DateTimeFormat>()

function getDateTimeFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let known = formats.get(key)
  if (!known) {
    known = new Intl.DateTimeFormat(locale, options)
    formats.set(key, known)
  }
  return known
}

/** The time of day as the locale writes it: 7:07 PM, but 07:07 where a day has 24 hours. */
function clockOptions(locale: string): Intl.DateTimeFormatOptions {
  const { hourCycle } = getDateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  const half = hourCycle === 'h12' || hourCycle === 'h11'
  return { hour: half ? 'numeric' : '2-digit', minute: '2-digit' }
}

/** Whole local days from one moment’s day to another’s; daylight saving does not matter. */
function daysBetween(from: Date, to: Date): number {
  const day = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((day(to) - day(from)) / 86_400_000)
}

/**
 * A date as short as its age allows: the time today, the weekday within a week, day and month
 * within the year, else the whole date. `iso` is UTC; the answer is in local time.
 */
export function formatShortDate(iso: string, now: Date, locale: string): string {
  const date = new Date(iso)
  const days = daysBetween(date, now)
  if (days === 0) return getDateTimeFormat(locale, clockOptions(locale)).format(date)
  if (days > 0 && days < 7) return getDateTimeFormat(locale, { weekday: 'short' }).format(date)
  if (date.getFullYear() === now.getFullYear()) {
    return getDateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(date)
  }
  return getDateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: '2-digit' }).format(
    date,
  )
}

/** The whole moment: weekday, date and time. */
export function formatFullDate(iso: string, locale: string): string {
  return getDateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...clockOptions(locale),
  }).format(new Date(iso))
}

/** The time of day. */
export function formatTimeOfDay(iso: string, locale: string): string {
  return getDateTimeFormat(locale, clockOptions(locale)).format(new Date(iso))
}

/** How long ago, in the largest unit that fits: `3 minutes ago`. */
export function formatTimeAgo(iso: string, now: Date, locale: string): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (Math.abs(seconds) < 60) return relative.format(0, 'second')
  if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  return relative.format(Math.round(seconds / 86_400), 'day')
}

const WHOLE_DAY: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
}

/**
 * From one moment to another, or one moment: `Tuesday, March 17, 2026, 4:00 – 5:00 PM`.
 *
 * @param timeZone whose clock; the system's where none is given
 * @param isTimeOnly leaves out the day where both are on the same
 */
export function formatSpan(
  from: string,
  to: string | null,
  locale: string,
  timeZone?: string,
  isTimeOnly = false,
): string {
  const format = getDateTimeFormat(locale, {
    ...(isTimeOnly ? {} : WHOLE_DAY),
    ...clockOptions(locale),
    ...inZone(timeZone),
  })
  const start = new Date(from)
  return to === null ? format.format(start) : format.formatRange(start, new Date(to))
}

/** The day of a moment: `Tuesday, March 17, 2026`. */
export function formatDay(when: string, locale: string, timeZone?: string): string {
  return getDateTimeFormat(locale, { ...WHOLE_DAY, ...inZone(timeZone) }).format(new Date(when))
}

/** Whole days, `2026-06-19` to `2026-06-20`, the last included. */
export function formatDays(first: string, last: string, locale: string): string {
  const format = getDateTimeFormat(locale, { ...WHOLE_DAY, timeZone: 'UTC' })
  return format.formatRange(new Date(first), new Date(last))
}

function inZone(timeZone: string | undefined): Intl.DateTimeFormatOptions {
  return timeZone === undefined ? {} : { timeZone }
}

/** The day's number and its month in short; a moment in local time, a day (`2026-06-19`) as it is. */
export function formatDayOfMonth(when: string, locale: string): { day: string; month: string } {
  const zone = when.length > 16 ? {} : { timeZone: 'UTC' }
  const date = new Date(when.length === 16 ? `${when}Z` : when)
  return {
    day: getDateTimeFormat(locale, { day: 'numeric', ...zone }).format(date),
    month: getDateTimeFormat(locale, { month: 'short', ...zone }).format(date),
  }
}

/** A weekday's name; Monday is 1. */
export function weekdayName(day: number, locale: string): string {
  // 1 January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, day))
  return getDateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(date)
}

/** A month's name; January is 1. */
export function monthName(month: number, locale: string): string {
  const date = new Date(Date.UTC(2024, month - 1, 1))
  return getDateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(date)
}

/** `a, b and c`. */
export function formatList(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items)
}
