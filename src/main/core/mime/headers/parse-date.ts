import { monthOf, zoneOffset } from './date-words.ts'

const TIME = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2}))?(?:\.\d+)?\s*(?<half>[ap]m)?\b`
const ZONE = String.raw`(?:(?:gmt|utc)?\s*(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})|(?<zone>[a-z]{1,5}(?:\d[a-z]{3,4})?)\b)`
const MONTH = String.raw`(?<month>[\p{L}\p{M}]{3,10})\.?`

/** `12 Dec 2014 16:07:10 +0200`, with what stands between them in real mail (RFC 5322 section 3.3). */
const DAY_FIRST = new RegExp(
  String.raw`(?<day>\d{1,2})\.?[\s-]+(?:de\s+)?${MONTH}[\s,-]+(?:de\s+)?(?<year>\d{2,4})\b(?:[\s,]+(?:at\s+)?${TIME}(?:\s*${ZONE})?)?`,
  'iu',
)
/** `May 5, 2025 3:04 PM EST` */
const MONTH_FIRST = new RegExp(
  String.raw`${MONTH}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b(?:[\s,]+(?:at\s+)?${TIME}(?:\s*${ZONE})?)?`,
  'iu',
)
/** `Dec 12 16:07:10 +0200 2014`: what C's asctime and the date command write. */
const YEAR_LAST = new RegExp(
  String.raw`${MONTH}\s+(?<day>\d{1,2})\s+${TIME}\s+(?:${ZONE}\s+)?(?<year>\d{4})\b`,
  'iu',
)
const FORMS = [DAY_FIRST, MONTH_FIRST, YEAR_LAST]

const EARLIEST = 0
const LATEST = Date.UTC(2100, 0, 1)

/**
 * A Date header as epoch milliseconds (RFC 5322 section 3.3, obsolete forms, ISO 8601 and what other
 * programs write), or null when it cannot be read or lies outside 1970 to 2099. A zone that is not
 * known counts as UTC.
 */
export function parseDate(raw: string | null): number | null {
  if (raw === null) return null
  const text = raw
    .slice(0, 200)
    .replace(/\([^()]*\)/gu, ' ')
    .trim()
  const time = parseIso(text) ?? parseWritten(text)
  return time === null || time < EARLIEST || time >= LATEST ? null : time
}

function parseWritten(text: string): number | null {
  for (const form of FORMS) {
    const time = timeOf(form.exec(text)?.groups)
    if (time !== null) return time
  }
  return null
}

function timeOf(found: Record<string, string | undefined> | undefined): number | null {
  const month = found ? monthOf(found['month'] ?? '') : null
  if (found === undefined || month === null) return null
  const day = Number(found['day'])
  const hour = twelveHour(Number(found['hour'] ?? 0), found['half'])
  const minute = Number(found['minute'] ?? 0)
  const second = Number(found['second'] ?? 0)
  if (day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null
  const local = Date.UTC(fullYear(found['year'] ?? ''), month, day, hour, minute, second)
  return local - offsetMinutes(found, local) * 60_000
}

function parseIso(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}/u.test(text)) return null
  const time = Date.parse(/[zZ]|[+-]\d{2}:?\d{2}$/u.test(text) ? text : `${text.slice(0, 19)}Z`)
  return Number.isNaN(time) ? null : time
}

/** RFC 5322 section 4.3: two digits below 50 are this century, three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return text.length === 3 ? 1900 + year : year
}

function twelveHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function offsetMinutes(found: Record<string, string | undefined>, local: number): number {
  const { sign, hours, minutes, zone } = found
  if (sign === undefined) return zone === undefined ? 0 : zoneOffset(zone, local)
  const offset = Number(hours) * 60 + Number(minutes)
  if (offset > 24 * 60) return 0
  return sign === '-' ? -offset : offset
}
