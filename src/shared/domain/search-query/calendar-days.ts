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
  const wanted = utc(year, month, day)
  // The offset at midnight is found from the one nearby; where clocks change, on the second try.
  let moment = wanted - offsetAt(wanted, timeZone)
  moment = wanted - offsetAt(moment, timeZone)
  // Where midnight does not exist, the day begins when the clocks have gone forward.
  return dayAt(moment, timeZone).day === new Date(wanted).getUTCDate()
    ? moment
    : moment + DAY_MS / 24
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
