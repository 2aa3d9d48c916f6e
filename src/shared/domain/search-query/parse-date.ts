import { dayAt, startOfDay, type CalendarDay } from './calendar-days.ts'

export interface DateOptions {
  /** Epoch milliseconds. */
  now: number
  /** IANA name. */
  timeZone: string
  /** BCP 47, for the order of numbers and the names of months. */
  locale: string
}

/** What a date covers: a day, a month or a year, as [since, before) in epoch milliseconds. */
export interface DateRange {
  since: number
  before: number
}

const ISO = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/u
const NUMERIC = /^(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{2}|\d{4})$/u
const DAY_MONTH = /^(\d{1,2})[-/.](\d{1,2})$/u
const AGE = /^(\d{1,5}) ?([dwmy])$/u
const TODAY = new Set(['today', 'hoy'])
const YESTERDAY = new Set(['yesterday', 'ayer'])

/** Reads `2026-11-27`, `27/11/2026`, `nov 2026`, `2026`, `yesterday`; null for anything else. */
export function parseDate(value: string, options: DateOptions): DateRange | null {
  const text = value.trim().toLowerCase().normalize('NFC')
  const today = dayAt(options.now, options.timeZone)
  if (TODAY.has(text)) return range(today, 'day', options.timeZone)
  if (YESTERDAY.has(text)) {
    return range({ ...today, day: today.day - 1 }, 'day', options.timeZone)
  }
  const iso = ISO.exec(text)
  if (iso) {
    const [, year, month, day] = iso
    return checked(
      { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) },
      day === undefined ? (month === undefined ? 'year' : 'month') : 'day',
      options.timeZone,
    )
  }
  return parseNumeric(text, options, today) ?? parseNamed(text, options, today)
}

/** The moment that many days, weeks, months or years ago (`7d 2w 3m 1y`); null for anything else. */
export function parseAge(value: string, { now, timeZone }: DateOptions): number | null {
  const [, count, unit] = AGE.exec(value.trim().toLowerCase()) ?? []
  if (count === undefined) return null
  const today = dayAt(now, timeZone)
  const many = Number(count)
  if (unit === 'd' || unit === 'w') {
    const days = unit === 'w' ? 7 * many : many
    return startOfDay({ ...today, day: today.day - days }, timeZone)
  }
  return startOfDay(monthsAgo(today, unit === 'y' ? 12 * many : many), timeZone)
}

// The 31st, a month of thirty days ago, is its last day.
function monthsAgo({ year, month, day }: CalendarDay, many: number): CalendarDay {
  const months = year * 12 + (month - 1) - many
  const then = { year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 }
  return { ...then, day: Math.min(day, daysIn(then.year, then.month)) }
}

function parseNumeric(text: string, { locale, timeZone }: DateOptions, today: CalendarDay) {
  const [, first, second, year] = NUMERIC.exec(text) ?? []
  const [, one, two] = DAY_MONTH.exec(text) ?? []
  const a = Number(first ?? one)
  const b = Number(second ?? two)
  if (Number.isNaN(a)) return null
  const isDayFirst = hasDayFirst(locale)
  const full =
    year === undefined
      ? today.year
      : year.length === 2
        ? century(Number(year), today.year)
        : Number(year)
  const asLocale = { year: full, month: isDayFirst ? b : a, day: isDayFirst ? a : b }
  const swapped = { year: full, month: asLocale.day, day: asLocale.month }
  // 27/11 can only be meant one way.
  return checked(asLocale, 'day', timeZone) ?? checked(swapped, 'day', timeZone)
}

// No mail is of next year or later: 98 is 1998.
function century(year: number, thisYear: number): number {
  return 2000 + year > thisYear + 1 ? 1900 + year : 2000 + year
}

function parseNamed(text: string, { locale, timeZone }: DateOptions, today: CalendarDay) {
  const words = text.split(/[\s,.]+|\bde\b/u).filter((word) => word !== '')
  if (words.length > 4) return null
  let month: number | undefined
  let day: number | undefined
  let year: number | undefined
  for (const word of words) {
    const number = /^\d{1,2}(?:st|nd|rd|th|º)?$/u.test(word) ? Number.parseInt(word, 10) : null
    if (/^\d{4}$/u.test(word)) {
      if (year !== undefined) return null
      year = Number(word)
    } else if (number !== null) {
      if (day !== undefined) return null
      day = number
    } else {
      const found = monthNumber(word, locale)
      if (found === null || month !== undefined) return null
      month = found
    }
  }
  if (month === undefined) return null
  const isFuture = month > today.month || (month === today.month && (day ?? 1) > today.day)
  const named = { year: year ?? (isFuture ? today.year - 1 : today.year), month, day: day ?? 1 }
  return checked(named, day === undefined ? 'month' : 'day', timeZone)
}

function checked(
  { year, month, day }: CalendarDay,
  unit: 'day' | 'month' | 'year',
  timeZone: string,
): DateRange | null {
  const isMonth = month >= 1 && month <= 12
  if (!isMonth || day < 1 || day > daysIn(year, month) || year < 1970 || year > 2105) return null
  return range({ year, month, day }, unit, timeZone)
}

function range(day: CalendarDay, unit: 'day' | 'month' | 'year', timeZone: string): DateRange {
  const end = {
    day: { ...day, day: day.day + 1 },
    month: { ...day, month: day.month + 1, day: 1 },
    year: { year: day.year + 1, month: 1, day: 1 },
  }[unit]
  return { since: startOfDay(day, timeZone), before: startOfDay(end, timeZone) }
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function hasDayFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(
    0,
  )
  const order = parts.map(({ type }) => type).filter((type) => type === 'day' || type === 'month')
  return order[0] !== 'month'
}

const monthNames = new Map<string, Map<string, number>>()

function monthNumber(word: string, locale: string): number | null {
  return namesOf(locale).get(word) ?? namesOf('en').get(word) ?? null
}

function namesOf(locale: string): Map<string, number> {
  const known = monthNames.get(locale)
  if (known) return known
  const names = new Map<string, number>()
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' })
    for (let month = 1; month <= 12; month++) {
      const name = format
        .format(Date.UTC(2024, month - 1, 15))
        .toLowerCase()
        .normalize('NFC')
      names.set(name.replaceAll('.', ''), month)
    }
  }
  monthNames.set(locale, names)
  return names
}
