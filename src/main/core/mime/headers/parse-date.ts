/** Minutes east of UTC of the zone names of RFC 5322 section 4.3, and a few more in real use. */
const ZONES: Record<string, number> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  MET: 60,
  MEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  KST: 540,
}
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const DATE =
  /(\d{1,2})[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{2,4})(?:[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?/iu
const ZONE =
  /^\s*(?:\.\d+)?\s*(am|pm)?\s*(?:(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})|([a-z]{1,5})\b)?/iu

const EARLIEST = 0
const LATEST = Date.UTC(2100, 0, 1)

/**
 * A Date header as epoch milliseconds (RFC 5322 section 3.3, obsolete forms and ISO 8601), or null
 * when it cannot be read or lies outside 1970 to 2099. A zone that is not known counts as UTC.
 */
export function parseDate(raw: string | null): number | null {
  if (raw === null) return null
  const text = raw
    .slice(0, 200)
    .replace(/\([^()]*\)/gu, ' ')
    .trim()
  const time = parseRfc5322(text) ?? parseIso(text)
  return time === null || time < EARLIEST || time >= LATEST ? null : time
}

function parseRfc5322(text: string): number | null {
  const found = DATE.exec(text)
  if (!found) return null
  const [whole, day, monthName = '', yearText = '', hour, minute, second] = found
  const month = MONTHS.indexOf(monthName.slice(0, 3).toLowerCase())
  if (month === -1) return null
  const zone = ZONE.exec(text.slice(found.index + whole.length))
  const hours = twelveHour(Number(hour ?? 0), zone?.[1])
  const fields = [Number(day), hours, Number(minute ?? 0), Number(second ?? 0)] as const
  if (fields[0] < 1 || fields[0] > 31 || fields[1] > 24 || fields[2] > 59 || fields[3] > 60) {
    return null
  }
  const local = Date.UTC(fullYear(yearText), month, ...fields)
  return local - offsetMinutes(zone) * 60_000
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

function offsetMinutes(zone: RegExpExecArray | null): number {
  const [, , sign, hours, minutes, name] = zone ?? []
  if (sign !== undefined) {
    const offset = Number(hours) * 60 + Number(minutes)
    if (offset > 24 * 60) return 0
    return sign === '-' ? -offset : offset
  }
  return ZONES[name?.toUpperCase() ?? ''] ?? 0
}
