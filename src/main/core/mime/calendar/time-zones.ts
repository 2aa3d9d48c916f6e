import type ICAL from 'ical.js'
import { readDescribedZone, type DescribedZone } from './described-zone.ts'
import { textValue } from './property-values.ts'

/** Finds how far a wall clock of a zone is from UTC; null where the zone is not known. */
export type FindOffset = (zone: string, wall: ICAL.Time) => number | null

/** Zones that one calendar may describe. */
const MAX_ZONES = 50
const EARLIEST_YEAR = 1970
const LATEST_YEAR = 2199
/**
 * The zones of a calendar: the ones of the platform where the name is one of those (`Europe/Madrid`),
 * else as the calendar itself describes them (VTIMEZONE), which Outlook's names need.
 */
export function createZones(calendar: ICAL.Component): FindOffset {
  const described = new Map<string, DescribedZone>()
  for (const component of calendar.getAllSubcomponents('vtimezone').slice(0, MAX_ZONES)) {
    const name = textValue(component.getFirstProperty('tzid'))
    const zone = name === '' ? null : readDescribedZone(component)
    if (zone !== null) described.set(name, zone)
  }
  return (zone, wall) => {
    if (wall.year < EARLIEST_YEAR || wall.year > LATEST_YEAR) return null
    const platformZone = findPlatformZone(zone)
    if (platformZone !== null) return offsetAt(platformZone, wall)
    try {
      return described.get(zone)?.offsetAt(wall) ?? null
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
