/** A day of the calendar; months count from one. */
export interface CalendarDay {
  year: number
  month: number
  day: number
}

const DAY_MS = 86_400_000

/** The day in a time zone (IANA name) at a moment in epoch milliseconds. */
export function dayAt(moment: number, timeZone: string): CalendarDay {
  const parts = zonedParts(moment, timeZone)
  return { year: parts.year, month: parts.month, day: parts.day }
}

/**
 * The moment at which a day begins in a time zone, in epoch milliseconds. Days and months beyond the
 * calendar's count on: day 0 is the last of the month before.
 */
export function startOfDay({ year, month, day }: CalendarDay, timeZone: string): number {
  const midnight = utc(year, month, day)
  // The offsets in use around it. Where clocks go back over midnight it comes twice, and the day
  // begins at the first; where they go forward over it, the day begins later.
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((near) => offsetAt(near, timeZone))
  const moments = offsets.map((offset) => midnight - offset).toSorted((one, other) => one - other)
  const begins = moments.find((moment) => moment + offsetAt(moment, timeZone) >= midnight)
  return begins ?? moments.at(-1) ?? midnight
}

function offsetAt(moment: number, timeZone: string): number {
  const parts = zonedParts(moment, timeZone)
  const local =
    utc(parts.year, parts.month, parts.day) + (parts.hour * 3600 + parts.minute * 60) * 1000
  return local - Math.floor(moment / 60_000) * 60_000
}

function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}

const formats = new Map<string, Intl.DateTimeFormat>()

function zonedParts(moment: number, timeZone: string) {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const parts = new Map(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  }
}
