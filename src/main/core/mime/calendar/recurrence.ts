import ICAL from 'ical.js'
import type { EventRecurrence } from '#shared/contract/invitation.ts'
import { firstValue } from './property-values.ts'

const FREQUENCIES = {
  DAILY: 'daily',
  WEEKLY: 'weekly',
  MONTHLY: 'monthly',
  YEARLY: 'yearly',
} as const
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
/** Parts that a sentence of days, months and an interval does not say. */
const UNSAID = ['BYSETPOS', 'BYWEEKNO', 'BYYEARDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND']
const MAX_ENTRIES = 31

/** How an event comes again, as its rule says; the rule is never expanded. */
export function readRecurrence(event: ICAL.Component): EventRecurrence | null {
  const rule = firstValue(event.getFirstProperty('rrule'))
  if (!(rule instanceof ICAL.Recur)) {
    return event.hasProperty('rrule') || event.hasProperty('rdate') ? OTHER : null
  }
  const known = Object.entries(FREQUENCIES).find(([name]) => name === rule.freq)
  const entries = (name: string): unknown[] => {
    const values: unknown = rule.getComponent(name)
    return Array.isArray(values) ? values.slice(0, MAX_ENTRIES) : []
  }
  const isUnsaid = known === undefined || UNSAID.some((name) => entries(name).length > 0)
  return {
    frequency: isUnsaid ? 'other' : known[1],
    interval: within(rule.interval, 1, 1000) ?? 1,
    count: within(rule.count, 1, 100_000),
    until: rule.until ? rule.until.toString().slice(0, 10) : null,
    weekdays: entries('BYDAY').flatMap(parseWeekday),
    monthDays: entries('BYMONTHDAY').flatMap((day) => within(Number(day), -31, 31) ?? []),
    months: entries('BYMONTH').flatMap((month) => within(Number(month), 1, 12) ?? []),
  }
}

const OTHER: EventRecurrence = {
  frequency: 'other',
  interval: 1,
  count: null,
  until: null,
  weekdays: [],
  monthDays: [],
  months: [],
}

function parseWeekday(entry: unknown): EventRecurrence['weekdays'] {
  const [, nth = '', name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/u.exec(String(entry)) ?? []
  const day = WEEKDAYS.indexOf(name) + 1
  return day === 0 ? [] : [{ day, nth: nth === '' ? null : within(Number(nth), -53, 53) }]
}

/** A whole number between two, neither null nor 0; else null. */
function within(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' &&
    Number.isInteger(value) &&
    value !== 0 &&
    value >= least &&
    value <= most
    ? value
    : null
}
