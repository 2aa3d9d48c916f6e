import ICAL from 'ical.js'
import type { EventTime } from '#shared/contract/invitation.ts'
import { cleanDisplayName } from '../headers/header-text.ts'
import { firstValue } from './property-values.ts'
import type { FindOffset } from './time-zones.ts'

const DAY_MS = 86_400_000
const MAX_DURATION_MS = 3660 * DAY_MS

interface EventTimes {
  isAllDay: boolean
  start: EventTime | null
  end: EventTime | null
}

/**
 * When an event is (RFC 5545 section 3.6.1): its end is DTEND or comes from DURATION. Whole days end
 * with the day before DTEND. A zone nobody knows leaves the time as it is on the sender's clock.
 */
export function readEventTimes(
  event: ICAL.Component,
  findOffset: FindOffset,
  defects: Set<string>,
): EventTimes {
  const start = readTime(event.getFirstProperty('dtstart'), findOffset, defects)
  if (start === null) {
    defects.add('The invitation does not say when it is.')
    return { isAllDay: false, start, end: null }
  }
  const isAllDay = start.local.length === 10
  const stated = readTime(event.getFirstProperty('dtend'), findOffset, defects)
  const duration = firstValue(event.getFirstProperty('duration'))
  const end = stated ?? (duration instanceof ICAL.Duration ? movedBy(start, duration) : null)
  if (end === null) return { isAllDay, start, end }
  const last = isAllDay ? moved(end, -DAY_MS) : end
  const isBefore = isAllDay
    ? last.local.slice(0, 10) < start.local
    : (last.at ?? last.local) < (start.at ?? start.local)
  return { isAllDay, start, end: isBefore ? null : last }
}

/** A time property; null where it is missing or says no time. */
function readTime(
  property: ICAL.Property | null,
  findOffset: FindOffset,
  defects: Set<string>,
): EventTime | null {
  const time = firstValue(property)
  if (property === null || !(time instanceof ICAL.Time)) return null
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second)
  if (Number.isNaN(wall) || time.year < 1000 || time.year > 9000) return null
  if (time.isDate) return { local: localText(wall).slice(0, 10), at: null, zone: null }
  const named: unknown = property.getFirstParameter('tzid')
  const zone =
    time.zone.tzid === 'UTC'
      ? 'UTC'
      : typeof named === 'string' && named.trim() !== ''
        ? cleanDisplayName(named).slice(0, 200)
        : null
  if (zone === null) return { local: localText(wall), at: null, zone }
  const offset = zone === 'UTC' ? 0 : findOffset(String(named), time)
  if (offset === null) {
    defects.add('The invitation names a time zone that is not known here.')
    return { local: localText(wall), at: null, zone }
  }
  return { local: localText(wall), at: new Date(wall - offset * 1000).toISOString(), zone }
}

function movedBy(start: EventTime, duration: ICAL.Duration): EventTime | null {
  const ms = duration.toSeconds() * 1000
  return Math.abs(ms) <= MAX_DURATION_MS ? moved(start, ms) : null
}

function moved({ local, at, zone }: EventTime, ms: number): EventTime {
  const wall = Date.parse(local.length === 10 ? local : `${local}Z`) + ms
  return {
    local: localText(wall).slice(0, local.length),
    at: at === null ? null : new Date(Date.parse(at) + ms).toISOString(),
    zone,
  }
}

/** `2026-03-03T10:00`, from what a clock shows, counted as if it were UTC. */
function localText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16)
}
