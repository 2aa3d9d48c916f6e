import type ICAL from 'ical.js'
import type { Attendee, CalendarEvent } from '#shared/contract/invitation.ts'
import type { Person } from '#shared/contract/fields.ts'
import { cleanDisplayName, stripBidiControls } from '../headers/header-text.ts'
import { safeLinkUrl } from '../html/url-policy.ts'
import { visibleText } from '../html/visible-text.ts'
import { readEventTimes } from './event-times.ts'
import { firstValue, textValue } from './property-values.ts'
import { readRecurrence } from './recurrence.ts'
import type { FindOffset } from './time-zones.ts'

const MAX_SUMMARY = 500
const MAX_LOCATION = 1000
const MAX_DESCRIPTION = 10_000
const MAX_ATTENDEES = 100
/** Where programs write the address of a call, the most particular first (CONFERENCE: RFC 7986). */
const JOIN_PROPERTIES = [
  'x-google-conference',
  'x-microsoft-skypeteamsmeetingurl',
  'x-microsoft-onlinemeetingconflink',
  'conference',
]
/** What Google writes below a description: the address of the call, which has a line of its own. */
const GOOGLE_BLOCK = /-::~[:~]{8,200}(?:::-)?[^]*$/u
const ANSWERS: Record<string, Attendee['answer']> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
  DELEGATED: 'delegated',
}

/** One event of a calendar, to be shown: lengths bounded, links safe, people as people. */
export function readEvent(
  event: ICAL.Component,
  findOffset: FindOffset,
  defects: Set<string>,
): CalendarEvent {
  const location = lineOf(event, 'location', MAX_LOCATION)
  const people = event.getAllProperties('attendee')
  return {
    uid: lineOf(event, 'uid', MAX_SUMMARY),
    summary: lineOf(event, 'summary', MAX_SUMMARY),
    ...readEventTimes(event, findOffset, defects),
    recurrence: readRecurrence(event),
    isOccurrence: event.hasProperty('recurrence-id'),
    location,
    joinUrl: findJoinUrl(event, location),
    organiser: personOf(event.getFirstProperty('organizer')),
    attendees: people.slice(0, MAX_ATTENDEES).flatMap(attendeeOf),
    moreAttendees: Math.max(0, people.length - MAX_ATTENDEES),
    description: descriptionOf(event),
    comment: textOf(event, 'comment').slice(0, MAX_SUMMARY).trim(),
    isCancelled: /^cancelled$/iu.test(textOf(event, 'status').trim()),
    isUpdate: Number(firstValue(event.getFirstProperty('sequence'))) > 0,
  }
}

function findJoinUrl(event: ICAL.Component, location: string): string | null {
  const candidates = [
    ...JOIN_PROPERTIES.map((name) => textOf(event, name)),
    /https?:\/\/[^\s<>"]{1,2000}/iu.exec(location)?.[0] ?? '',
    textOf(event, 'url'),
  ]
  for (const candidate of candidates) {
    const url = candidate === '' ? null : safeLinkUrl(candidate.replace(/[),.;\]]+$/u, ''))
    if (url !== null && /^https?:/u.test(url)) return url
  }
  return null
}

/** Some programs write HTML where text belongs. */
function descriptionOf(event: ICAL.Component): string {
  const text = textOf(event, 'description')
  const isHtml = /<(?:html|body|p|br|div|span|a|b|ul|table)\b[^>]{0,500}>/iu.test(text)
  return (isHtml ? visibleText(text, MAX_DESCRIPTION) : text)
    .replace(GOOGLE_BLOCK, '')
    .replace(/\r\n?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
    .slice(0, MAX_DESCRIPTION)
}

function attendeeOf(property: ICAL.Property): Attendee[] {
  const person = personOf(property)
  if (person === null) return []
  const upper = (name: string): string => parameterOf(property, name).toUpperCase()
  return [
    {
      ...person,
      answer: ANSWERS[upper('partstat')] ?? 'waiting',
      isOptional: upper('role') === 'OPT-PARTICIPANT',
      isResource: ['ROOM', 'RESOURCE'].includes(upper('cutype')),
    },
  ]
}

function personOf(property: ICAL.Property | null): Person | null {
  if (property === null) return null
  const address = textValue(property).replace(/^\s*mailto:/iu, '')
  const email = /^[^\s<>@]{1,64}@[^\s<>@]{1,255}$/u.test(address) ? address : ''
  const name = cleanDisplayName(parameterOf(property, 'cn')).slice(0, MAX_SUMMARY)
  return name === '' && email === '' ? null : { name: name === email ? '' : name, email }
}

function parameterOf(property: ICAL.Property, name: string): string {
  const value: unknown = property.getFirstParameter(name)
  return typeof value === 'string' ? value : ''
}

function textOf(event: ICAL.Component, name: string): string {
  return stripBidiControls(textValue(event.getFirstProperty(name)))
}

function lineOf(event: ICAL.Component, name: string, limit: number): string {
  return cleanDisplayName(textOf(event, name)).slice(0, limit)
}
