import ICAL from 'ical.js'
import { invitation as schema, type Invitation } from '#shared/contract/invitation.ts'
import { parseComponents } from './parse-components.ts'
import { textValue } from './property-values.ts'
import { readEvent } from './read-event.ts'
import { createZones } from './time-zones.ts'

/** Events that are shown of one file; a whole calendar is a file to save. */
const MAX_EVENTS = 5

/**
 * The events of an iCalendar file, to be shown; null where it has none. Never throws, and never
 * expands a recurrence.
 */
export function readInvitation(
  attachmentId: string,
  bytes: Uint8Array,
  defects: Set<string>,
): Invitation | null {
  const found = new Set<string>()
  const calendars = parseComponents(bytes, found)
  if (calendars === null) {
    defects.add('The invitation could not be read.')
    return null
  }
  for (const defect of found) defects.add(defect)
  const events = calendars.flatMap((jcal) => {
    const calendar = new ICAL.Component(jcal)
    return calendar.getAllSubcomponents('vevent').map((event) => ({ calendar, event }))
  })
  // Changed occurrences follow the event that they belong to.
  const masters = events.filter(({ event }) => !event.hasProperty('recurrence-id'))
  const shown = masters.length > 0 ? masters : events
  const [first] = shown
  if (first === undefined) return null
  return {
    attachmentId,
    method: methodOf(first.calendar),
    events: shown
      .slice(0, MAX_EVENTS)
      .map(({ calendar, event }) => readEvent(event, createZones(calendar), defects)),
    moreEvents: Math.max(0, shown.length - MAX_EVENTS),
  }
}

function methodOf(calendar: ICAL.Component): Invitation['method'] {
  const method = textValue(calendar.getFirstProperty('method')).trim().toLowerCase()
  return schema.shape.method.safeParse(method).data ?? 'publish'
}
