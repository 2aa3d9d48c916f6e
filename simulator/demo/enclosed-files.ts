import { writeMessage, type AttachedFile, type Contact } from '../mail/mime/write-message.ts'

const DAY = 86_400_000

interface DemoEvent {
  summary: string
  /** The day, counted from when the message is sent. */
  daysAhead: number
  /** `1000` is ten in the morning in London. */
  from: string
  to: string
  rule?: string
  location: string
  link?: string
  description: string
  organiser: Contact
  /** Who is asked, and what they answered. */
  guests: readonly (Contact & { answer: 'ACCEPTED' | 'TENTATIVE' | 'NEEDS-ACTION' })[]
}

/** An invitation as a calendar program sends it, beside the text (RFC 5546 section 3.2.2). */
export function createInvitation(event: DemoEvent, sentAt: number): AttachedFile {
  const day = stamp(sentAt + event.daysAhead * DAY).slice(0, 8)
  const person = ({ name, email }: Contact): string => `CN=${name}:mailto:${email}`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Demo//Calendar//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${day}-${event.from}@calendar.example`,
    `DTSTAMP:${stamp(sentAt)}`,
    `DTSTART;TZID=Europe/London:${day}T${event.from}00`,
    `DTEND;TZID=Europe/London:${day}T${event.to}00`,
    ...(event.rule === undefined ? [] : [`RRULE:${event.rule}`]),
    `SUMMARY:${escapeText(event.summary)}`,
    `LOCATION:${escapeText(event.location)}`,
    ...(event.link === undefined ? [] : [`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${event.link}`]),
    `DESCRIPTION:${escapeText(event.description)}`,
    `ORGANIZER;${person(event.organiser)}`,
    ...event.guests.map((guest) => `ATTENDEE;PARTSTAT=${guest.answer};${person(guest)}`),
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
  return {
    filename: 'invite.ics',
    contentType: 'text/calendar; charset=utf-8; method=REQUEST',
    content: Buffer.from(lines.join('\r\n')),
  }
}

/** A message that somebody attaches instead of forwarding its text. */
export function createAttachedMessage(
  message: {
    from: Contact
    to: readonly Contact[]
    subject: string
    text: string
    html?: string
    files?: readonly AttachedFile[]
  },
  sentAt: number,
): AttachedFile {
  const messageId = `<attached.${sentAt}.demo@mail.example>`
  return {
    filename: `${message.subject}.eml`,
    contentType: 'message/rfc822',
    content: writeMessage({ ...message, date: sentAt, messageId }),
  }
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/gu, '')
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/gu, '\\$&').replaceAll('\n', '\\n')
}
