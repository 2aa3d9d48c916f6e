import { z } from 'zod'
import { id, isoTime, person } from './fields.ts'

/** What a calendar asks or tells (RFC 5546 section 1.4); `publish` is an event for information. */
const invitationMethod = z.enum([
  'publish',
  'request',
  'reply',
  'add',
  'cancel',
  'refresh',
  'counter',
  'declinecounter',
])

/** What somebody answered (PARTSTAT, RFC 5545 section 3.2.12). */
const attendeeAnswer = z.enum(['waiting', 'accepted', 'declined', 'tentative', 'delegated'])

const eventTime = z.object({
  /** As the clock says where the event is: `2026-03-03T10:00`, or `2026-03-03` of whole days. */
  local: z.string(),
  /** The moment; null for whole days and for times that name no zone, which are anybody's own. */
  at: isoTime.nullable(),
  /** The zone as the calendar names it; null where it names none. */
  zone: z.string().nullable(),
})

const attendee = person.extend({
  answer: attendeeAnswer,
  isOptional: z.boolean(),
  /** A room or a thing. */
  isResource: z.boolean(),
})

/** How an event comes again (RFC 5545 section 3.3.10), as far as it can be said in one sentence. */
const recurrence = z.object({
  frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly', 'other']),
  interval: z.int(),
  count: z.int().nullable(),
  /** The last day, `2026-12-31`. */
  until: z.string().nullable(),
  /** Monday is 1. `nth` counts within the month or year, from its end where it is negative. */
  weekdays: z.array(z.object({ day: z.int().min(1).max(7), nth: z.int().nullable() })),
  monthDays: z.array(z.int()),
  months: z.array(z.int()),
})

export const calendarEvent = z.object({
  uid: z.string(),
  summary: z.string(),
  isAllDay: z.boolean(),
  start: eventTime.nullable(),
  /** Of whole days the last one. */
  end: eventTime.nullable(),
  recurrence: recurrence.nullable(),
  /** This is one occurrence of an event that comes again. */
  isOccurrence: z.boolean(),
  location: z.string(),
  /** Where one joins, such as a video call; a web address that may be followed. */
  joinUrl: z.string().nullable(),
  organiser: person.nullable(),
  attendees: z.array(attendee),
  /** How many more are asked than are listed. */
  moreAttendees: z.int(),
  description: z.string(),
  /** What somebody wrote with an answer. */
  comment: z.string(),
  isCancelled: z.boolean(),
  /** It was sent before and has changed. */
  isUpdate: z.boolean(),
})
export type CalendarEvent = z.infer<typeof calendarEvent>
export type EventTime = z.infer<typeof eventTime>
export type EventRecurrence = z.infer<typeof recurrence>
export type Attendee = z.infer<typeof attendee>

export const invitation = z.object({
  /** The file it was read from. */
  attachmentId: id,
  method: invitationMethod,
  events: z.array(calendarEvent),
  /** How many more events the file has. */
  moreEvents: z.int(),
})
export type Invitation = z.infer<typeof invitation>

export const invitations = z.object({
  invitations: z.array(invitation),
  /** What could not be read as written, in plain words. */
  defects: z.array(z.string()),
})
