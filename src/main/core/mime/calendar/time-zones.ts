import ICAL from 'ical.js'
import { firstValue, textValue } from './property-values.ts'

/** Finds how far a wall clock of a zone is from UTC; null where the zone is not known. */
export type FindOffset = (zone: string, wall: ICAL.Time) => number | null

const MAX_OBSERVANCES = 100
const MAX_DATES = 300
const EARLIEST_YEAR = 1970
const LATEST_YEAR = 2199
/**
 * Rules of daylight saving as they are written in real calendars. Any other, such as one for every
 * second or for a day that never comes, would be expanded without end.
 */
const ORDINARY_RULE =
  /^FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)|BYMONTHDAY=(?:[1-9]|1\d|2[0-8])(?:,(?:[1-9]|1\d|2[0-8])){0,27}|UNTIL=[\dTZ]{8,16}))*$/u

/**
 * The zones of a calendar: the ones of the platform where the name is one of those (`Europe/Madrid`),
 * else as the calendar itself describes them (VTIMEZONE), which Outlook's names need.
 */
export function createZones(calendar: ICAL.Component): FindOffset {
  const described = new Map<string, ICAL.Timezone>()
  for (const component of calendar.getAllSubcomponents('vtimezone')) {
    const name = textValue(component.getFirstProperty('tzid'))
    if (name !== '' && isOrdinary(component)) {
      described.set(name, new ICAL.Timezone(component))
    }
  }
  return (zone, wall) => {
    if (wall.year < EARLIEST_YEAR || wall.year > LATEST_YEAR) return null
    const platformZone = findPlatformZone(zone)
    if (platformZone !== null) return offsetAt(platformZone, wall)
    try {
      return described.get(zone)?.utcOffset(wall) ?? null
    } catch {
      return null
    }
  }
}

/** A zone of the platform by its name, also behind a prefix (`/mozilla.org/20070129_1/Europe/Rome`). */
function findPlatformZone(zone: string): string | null {
  if (/^(?:utc|gmt|z)$/iu.test(zone)) return 'UTC'
  const name = /[A-Z][\w+-]{1,30}\/[\w+-]{1,30}(?:\/[\w+-]{1,30})?$/u.exec(zone.slice(-200))?.[0]
  if (name === undefined) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name
  } catch {
    return null
  }
}

/** Seconds east of UTC. Where the clock shows a time twice, the first; one it skips is moved on. */
function offsetAt(timeZone: string, wall: ICAL.Time): number {
  const utc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  const before = offsetOf(timeZone, utc - 86_400_000)
  const after = offsetOf(timeZone, utc + 86_400_000)
  const fits = (offset: number): boolean => offsetOf(timeZone, utc - offset * 1000) === offset
  return fits(before) ? before : fits(after) ? after : before
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetOf(timeZone: string, at: number): number {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    formats.set(timeZone, format)
  }
  const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes = 0, seconds = 0] =
    /GMT([+-])(\d{2}):?(\d{2})?:?(\d{2})?/u.exec(text) ?? []
  if (sign === undefined) return 0
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === '-' ? -offset : offset
}

function isOrdinary(zone: ICAL.Component): boolean {
  const observances = zone.getAllSubcomponents()
  return (
    observances.length > 0 &&
    observances.length <= MAX_OBSERVANCES &&
    observances.every((observance) => {
      const rules = observance.getAllProperties('rrule')
      const dates = observance.getAllProperties('rdate')
      return (
        rules.length <= 1 &&
        dates.length <= MAX_DATES &&
        ['dtstart', 'tzoffsetfrom', 'tzoffsetto'].every((name) => observance.hasProperty(name)) &&
        rules.every((rule) => {
          const value = firstValue(rule)
          return value instanceof ICAL.Recur && ORDINARY_RULE.test(value.toString().toUpperCase())
        })
      )
    })
  )
}
