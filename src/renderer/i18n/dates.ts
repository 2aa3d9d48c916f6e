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
