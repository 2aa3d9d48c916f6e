import ICAL from 'ical.js'
import { allValues, firstValue } from './property-values.ts'

const MAX_OBSERVANCES = 40
const MAX_DATES = 200
/** Onsets looked at of one rule: two years of a rule that names a few days. */
const MAX_ONSETS = 40
/**
 * Rules of daylight saving as they are written in real calendars. Of any other, such as one for a day
 * that never comes, even the next onset may take without end to find.
 */
const ORDINARY_RULE =
  /^FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)|BYMONTHDAY=(?:[1-9]|1\d|2[0-8])(?:,(?:[1-9]|1\d|2[0-8])){0,6}|UNTIL=[\dTZ:-]{8,20}))*$/u

/** One half of a zone: standard time or daylight saving time (RFC 5545 section 3.6.5). */
interface Observance {
  start: ICAL.Time
  dates: ICAL.Time[]
  rule: ICAL.Recur | null
  /** Seconds east of UTC, before and from its onset. */
  from: number
  to: number
}

/** A zone as a calendar describes it (VTIMEZONE). */
export interface DescribedZone {
  /** Seconds east of UTC at what the zone's clock shows. */
  offsetAt: (wall: ICAL.Time) => number
}

/**
 * Reads a VTIMEZONE; null where it is not one that can be followed. Onsets are looked for in the year
 * asked about and the one before only: ical.js would expand them from the rule's first year on, which
 * a hostile calendar makes last for minutes.
 */
export function readDescribedZone(component: ICAL.Component): DescribedZone | null {
  const parts = component.getAllSubcomponents()
  if (parts.length === 0 || parts.length > MAX_OBSERVANCES) return null
  const observances = parts.flatMap((part) => readObservance(part) ?? [])
  const [first] = observances
  if (first === undefined || observances.length !== parts.length) return null
  return {
    offsetAt: (wall) => {
      const at = secondsOf(wall)
      let latest = Number.NEGATIVE_INFINITY
      let offset = first.from
      for (const observance of observances) {
        const { from, to } = observance
        for (const onset of onsetsNear(observance, wall.year)) {
          // An hour that the clock skips still counts by the offset before it.
          const effective = secondsOf(onset) + Math.max(0, to - from)
          if (effective > at || effective < latest) continue
          latest = effective
          offset = to
        }
      }
      return offset
    },
  }
}

function readObservance(component: ICAL.Component): Observance | null {
  const value = (name: string): unknown => firstValue(component.getFirstProperty(name))
  const start = value('dtstart')
  const from = value('tzoffsetfrom')
  const to = value('tzoffsetto')
  const rules = component.getAllProperties('rrule')
  const rule = value('rrule')
  const dates = component.getAllProperties('rdate')
  if (
    !(start instanceof ICAL.Time) ||
    !(from instanceof ICAL.UtcOffset) ||
    !(to instanceof ICAL.UtcOffset) ||
    dates.length > MAX_DATES ||
    rules.length > 1 ||
    (rules.length === 1 && !(rule instanceof ICAL.Recur && isOrdinary(rule)))
  ) {
    return null
  }
  return {
    start,
    dates: dates
      .flatMap(allValues)
      .filter((date) => date instanceof ICAL.Time)
      .slice(0, MAX_DATES),
    rule: rule instanceof ICAL.Recur ? rule : null,
    from: from.toSeconds(),
    to: to.toSeconds(),
  }
}

function isOrdinary(rule: ICAL.Recur): boolean {
  const text = rule.toString().toUpperCase()
  // The fifth Sunday that is also the first of the month never comes.
  const isImpossible = /BYDAY=[+-]?\d/u.test(text) && text.includes('BYMONTHDAY=')
  return ORDINARY_RULE.test(text) && !isImpossible
}

function onsetsNear({ start, dates, rule }: Observance, year: number): ICAL.Time[] {
  const onsets = [start, ...dates]
  if (rule === null || start.year > year) return onsets
  const begin = start.clone()
  if (start.year < year - 1) {
    begin.year = year - 1
    // Where the rule names the month, its day there is found from January on.
    if (/BYMONTH=/u.test(rule.toString())) {
      begin.month = 1
      begin.day = 1
    }
  }
  const iterator = rule.iterator(begin)
  for (let count = 0; count < MAX_ONSETS; count += 1) {
    const onset: unknown = iterator.next()
    if (!(onset instanceof ICAL.Time) || onset.year > year) break
    onsets.push(onset.clone())
  }
  return onsets
}

/** What a clock shows, counted as if it were UTC. */
function secondsOf(time: ICAL.Time): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second) / 1000
}
