import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarEvent, Invitation } from '#shared/contract/invitation.ts'
import { readInvitation } from './read-invitation.ts'

const calendar = (...lines: string[]): Buffer =>
  Buffer.from(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'),
    'utf8',
  )
const event = (...lines: string[]): string[] => [
  'BEGIN:VEVENT',
  'UID:1@x.example',
  ...lines,
  'END:VEVENT',
]

function read(bytes: Buffer): { invitation: Invitation | null; defects: string[] } {
  const defects = new Set<string>()
  return { invitation: readInvitation('2', bytes, defects), defects: [...defects] }
}

function readEvents(...lines: string[]): CalendarEvent | undefined {
  const { invitation, defects } = read(calendar('METHOD:REQUEST', ...event(...lines)))
  expect(defects).toEqual([])
  return invitation?.events[0]
}

const MADRID_BY_OUTLOOK = [
  'BEGIN:VTIMEZONE',
  'TZID:Romance Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

describe('when an event is', () => {
  it('is a moment, and what the clock shows there', () => {
    const read = readEvents(
      'DTSTART;TZID=Europe/Madrid:20260703T100000',
      'DTEND;TZID=Europe/Madrid:20260703T113000',
    )
    expect(read).toMatchObject({
      isAllDay: false,
      start: { local: '2026-07-03T10:00', at: '2026-07-03T08:00:00.000Z', zone: 'Europe/Madrid' },
      end: { local: '2026-07-03T11:30', at: '2026-07-03T09:30:00.000Z' },
    })
  })

  it.each([
    ['20260703T100000', '2026-07-03T08:00:00.000Z'],
    ['20260103T100000', '2026-01-03T09:00:00.000Z'],
    // The first hour of summer does not exist: it is moved on.
    ['20260329T023000', '2026-03-29T01:30:00.000Z'],
    // The last hour of summer comes twice: the first is meant.
    ['20261025T023000', '2026-10-25T00:30:00.000Z'],
  ])('follows daylight saving by the platform’s zones (%s)', (local, at) => {
    expect(readEvents(`DTSTART;TZID=Europe/Madrid:${local}`)?.start?.at).toBe(at)
  })

  it.each([
    ['20260703T100000', '2026-07-03T08:00:00.000Z'],
    ['20260103T100000', '2026-01-03T09:00:00.000Z'],
    ['20260329T023000', '2026-03-29T01:30:00.000Z'],
    ['20260329T033000', '2026-03-29T01:30:00.000Z'],
    ['20261025T023000', '2026-10-25T00:30:00.000Z'],
    ['20261025T033000', '2026-10-25T02:30:00.000Z'],
  ])('follows a zone of Outlook’s as the calendar describes it (%s)', (local, at) => {
    const { invitation, defects } = read(
      calendar(...MADRID_BY_OUTLOOK, ...event(`DTSTART;TZID=Romance Standard Time:${local}`)),
    )
    expect(defects).toEqual([])
    expect(invitation?.events[0]?.start).toMatchObject({ at, zone: 'Romance Standard Time' })
  })

  it('finds a zone of the platform behind a program’s prefix', () => {
    const read = readEvents('DTSTART;TZID=/mozilla.org/20070129_1/Europe/Rome:20260703T100000')
    expect(read?.start?.at).toBe('2026-07-03T08:00:00.000Z')
  })

  it('is a day or days, the last one included', () => {
    const one = readEvents('DTSTART;VALUE=DATE:20260703', 'DTEND;VALUE=DATE:20260704')
    expect(one).toMatchObject({
      isAllDay: true,
      start: { local: '2026-07-03', at: null, zone: null },
      end: { local: '2026-07-03' },
    })
    const three = readEvents('DTSTART:20260703', 'DTEND:20260706')
    expect(three?.end?.local).toBe('2026-07-05')
  })

  it('ends after its duration', () => {
    const hours = readEvents('DTSTART:20260703T220000Z', 'DURATION:PT3H15M')
    expect(hours?.end).toEqual({
      local: '2026-07-04T01:15',
      at: '2026-07-04T01:15:00.000Z',
      zone: 'UTC',
    })
    expect(readEvents('DTSTART;VALUE=DATE:20260703', 'DURATION:P2D')?.end?.local).toBe('2026-07-04')
  })

  it('has no end that lies before its beginning', () => {
    expect(readEvents('DTSTART:20260703T100000Z', 'DTEND:20260703T090000Z')?.end).toBeNull()
  })

  it('is anybody’s own time where no zone is named', () => {
    expect(readEvents('DTSTART:20260703T100000')?.start).toEqual({
      local: '2026-07-03T10:00',
      at: null,
      zone: null,
    })
  })

  it('stays as the sender’s clock shows it, in a zone that nobody knows', () => {
    const { invitation, defects } = read(calendar(...event('DTSTART;TZID=Nowhere:20260703T100000')))
    expect(invitation?.events[0]?.start).toEqual({
      local: '2026-07-03T10:00',
      at: null,
      zone: 'Nowhere',
    })
    expect(defects).toEqual(['The invitation names a time zone that is not known here.'])
  })
})

describe('what an event says', () => {
  it('is folded text with its commas, accents and lines', () => {
    const read = readEvents(
      'DTSTART:20260703T100000Z',
      'SUMMARY:Kick-off\\, phase two',
      'LOCATION;LANGUAGE=es:Sala Ávila\\; 2.º piso',
      'DESCRIPTION:First line\\nSecond',
      '  line\\n\\n\\n\\nLast',
    )
    expect(read).toMatchObject({
      summary: 'Kick-off, phase two',
      location: 'Sala Ávila; 2.º piso',
      description: 'First line\nSecond line\n\nLast',
    })
  })

  it('is text where a program wrote HTML', () => {
    const read = readEvents(
      'DTSTART:20260703T100000Z',
      'DESCRIPTION:<p>Bring <b>samples</b></p><script>alert(1)</script><br>Thanks',
    )
    expect(read?.description).toBe('Bring samples\nThanks')
  })

  it('ends before the block that Google writes below it', () => {
    const read = readEvents(
      'DTSTART:20260703T100000Z',
      'DESCRIPTION:Bring the model.\\n\\n-::~:~::~:~:~:~:~:~::-\\nJoin with Google Meet\\n-::~:~::~:~:~:~::-',
    )
    expect(read?.description).toBe('Bring the model.')
  })

  it.each([
    ['LOCATION:https://meet.example/abc', 'https://meet.example/abc'],
    [
      'X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij',
      'https://meet.google.com/abc-defg-hij',
    ],
    ['CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.example/r/1', 'https://video.example/r/1'],
    ['URL:javascript:alert(1)', null],
    ['LOCATION:file:///etc/passwd', null],
    ['URL:https://bank.example@evil.example/', 'https://evil.example/'],
  ])('leads to where one joins, by a safe link only (%s)', (line, url) => {
    expect(readEvents('DTSTART:20260703T100000Z', line)?.joinUrl).toBe(url)
  })

  it('names who organises and who is asked, and what they answered', () => {
    const read = readEvents(
      'DTSTART:20260703T100000Z',
      'ORGANIZER;CN="Lang, Bea":mailto:bea@x.example',
      'ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:MAILTO:ana@x.example',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=OPT-PARTICIPANT:mailto:bo@x.example',
      'ATTENDEE;CUTYPE=ROOM;CN=Room 4;PARTSTAT=DECLINED:mailto:room4@x.example',
    )
    expect(read?.organiser).toEqual({ name: 'Lang, Bea', email: 'bea@x.example' })
    expect(read?.attendees).toEqual([
      {
        name: 'Ana',
        email: 'ana@x.example',
        answer: 'accepted',
        isOptional: false,
        isResource: false,
      },
      { name: '', email: 'bo@x.example', answer: 'waiting', isOptional: true, isResource: false },
      {
        name: 'Room 4',
        email: 'room4@x.example',
        answer: 'declined',
        isOptional: false,
        isResource: true,
      },
    ])
  })

  it('lists a hundred people and counts the others', () => {
    const people = Array.from({ length: 130 }, (_, at) => `ATTENDEE:mailto:p${at}@x.example`)
    const read = readEvents('DTSTART:20260703T100000Z', ...people)
    expect(read?.attendees).toHaveLength(100)
    expect(read?.moreAttendees).toBe(30)
  })

  it.each([
    ['REQUEST', 'request'],
    ['CANCEL', 'cancel'],
    ['REPLY', 'reply'],
    ['COUNTER', 'counter'],
    ['X-UNHEARD-OF', 'publish'],
  ])('comes with the method %s', (method, expected) => {
    const { invitation } = read(calendar(`METHOD:${method}`, ...event('DTSTART:20260703T100000Z')))
    expect(invitation?.method).toBe(expected)
  })
})

describe('how an event comes again', () => {
  it.each([
    ['FREQ=DAILY', { frequency: 'daily', interval: 1, count: null, until: null }],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10',
      {
        frequency: 'weekly',
        interval: 2,
        count: 10,
        weekdays: [
          { day: 1, nth: null },
          { day: 4, nth: null },
        ],
      },
    ],
    [
      'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T230000Z',
      {
        frequency: 'monthly',
        until: '2026-12-31',
        weekdays: [{ day: 5, nth: -1 }],
      },
    ],
    ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3', { frequency: 'yearly', months: [3], monthDays: [3] }],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', { frequency: 'other' }],
    ['FREQ=SECONDLY', { frequency: 'other' }],
  ])('is what %s says, without being expanded', (rule, expected) => {
    const read = readEvents('DTSTART:20260303T100000Z', `RRULE:${rule}`)
    expect(read?.recurrence).toMatchObject(expected)
  })

  it('shows the event, not its changed occurrences; an occurrence alone is called one', () => {
    const changed = event('RECURRENCE-ID:20260310T100000Z', 'DTSTART:20260310T120000Z')
    const { invitation } = read(
      calendar(...event('DTSTART:20260303T100000Z', 'RRULE:FREQ=WEEKLY'), ...changed),
    )
    expect(invitation?.events).toHaveLength(1)
    expect(invitation?.events[0]).toMatchObject({ isOccurrence: false })
    expect(read(calendar(...changed)).invitation?.events[0]?.isOccurrence).toBe(true)
  })
})

describe('a calendar that is broken or hostile', () => {
  it('costs a broken line only itself', () => {
    const { invitation, defects } = read(
      calendar(
        'METHOD:REQUEST',
        ...event('SUMMARY:Lunch', 'DTSTART:20260703T100000Z', 'RRULE:FREQ=NEVER;BYDAY=XX'),
      ),
    )
    expect(invitation?.events[0]).toMatchObject({ summary: 'Lunch' })
    expect(defects).toEqual(['A line of the invitation could not be read.'])
  })

  it('is read where it is cut, unfolded, without line ends of its own, or with a BOM', () => {
    const cut =
      '\ufeffBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260703T100000Z\nSUMMARY:Cut\nDESCRIPTION:one\ntwo'
    const { invitation } = read(Buffer.from(cut))
    expect(invitation?.events[0]).toMatchObject({ summary: 'Cut', description: 'one\ntwo' })
  })

  it('is a file with a word about it where nothing can be read', () => {
    expect(read(Buffer.from('<html>Please sign in</html>'))).toEqual({
      invitation: null,
      defects: ['The invitation could not be read.'],
    })
    expect(read(calendar('BEGIN:VTODO', 'SUMMARY:Buy milk', 'END:VTODO')).invitation).toBeNull()
  })

  it('does not say when it is: says so', () => {
    const { invitation, defects } = read(calendar(...event('SUMMARY:Some day', 'DTSTART:soon')))
    expect(invitation?.events[0]).toMatchObject({ summary: 'Some day', start: null })
    expect(defects).toContain('The invitation does not say when it is.')
  })

  it('shows a few of many events and counts the others', () => {
    const many = Array.from({ length: 1500 }, () => event('DTSTART:20260703T100000Z')).flat()
    const { invitation } = read(calendar(...many))
    expect(invitation?.events).toHaveLength(5)
    expect(invitation?.moreEvents).toBe(1495)
  })

  it.each([
    ['a zone whose rule never ends', 'FREQ=SECONDLY'],
    ['a zone whose day never comes', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['a zone whose weekday never is that day', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;BYDAY=5SU'],
  ])('does not expand %s', (_name, rule) => {
    const zone = MADRID_BY_OUTLOOK.map((line) => line.replace(/^RRULE:.*/u, `RRULE:${rule}`))
    const { invitation } = read(
      calendar(...zone, ...event('DTSTART;TZID=Romance Standard Time:20260703T100000')),
    )
    expect(invitation?.events[0]?.start).toMatchObject({ at: null, local: '2026-07-03T10:00' })
  })

  it('looks for the onsets of a zone near the event only', () => {
    const days = Array.from({ length: 7 }, (_, day) => day + 1).join(',')
    const zone = (name: number): string[] => [
      'BEGIN:VTIMEZONE',
      `TZID:Zone ${name}`,
      ...Array.from({ length: 40 }, () => [
        'BEGIN:STANDARD',
        'DTSTART:00010101T000000',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        `RRULE:FREQ=YEARLY;BYMONTHDAY=${days}`,
        'END:STANDARD',
      ]).flat(),
      'END:VTIMEZONE',
    ]
    const names = [1, 2, 3, 4, 5]
    const { invitation } = read(
      calendar(
        ...names.flatMap(zone),
        ...names.flatMap((name) => event(`DTSTART;TZID=Zone ${name}:21900601T000000`)),
      ),
    )
    expect(invitation?.events.map(({ start }) => start?.at)).toEqual(
      names.map(() => '2190-05-31T22:00:00.000Z'),
    )
  })

  it('is read in bounds where it is large, nested or folded without end', () => {
    for (const text of [
      'BEGIN:VCALENDAR\n'.repeat(100_000),
      `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\n'.repeat(100_000)}`,
      `BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x${'\n y'.repeat(400_000)}`,
      `BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN="${'"a;b='.repeat(200_000)}:mailto:a@x.example`,
      `BEGIN:VCALENDAR\nBEGIN:VEVENT\n${'DESCRIPTION:<p\n'.repeat(60_000)}`,
    ]) {
      expect(() => read(Buffer.from(text))).not.toThrow()
    }
    expect(read(Buffer.alloc(3_000_000, 'BEGIN:VCALENDAR\n')).invitation).toBeNull()
  })

  it('never throws, whatever its lines', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'BEGIN:VCALENDAR',
        'END:VCALENDAR',
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'BEGIN:STANDARD',
        'TZID:X',
        'TZOFFSETTO:+0100',
        'TZOFFSETFROM:x',
        'DTSTART;TZID=X:20260101T000000',
        'DTSTART:99999999T999999',
        'DTEND;VALUE=DATE:20260101',
        'DURATION:P1W',
        'DURATION:-P99999999D',
        'RRULE:FREQ=DAILY',
        'ORGANIZER:',
        'ATTENDEE;CN=:x',
        'SEQUENCE:many',
        'METHOD:',
        ' folded',
        'RDATE:x',
        'URL:http://[',
        'DTSTART:00000000',
      ),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines].join('\r\n')
        const { invitation } = read(Buffer.from(text))
        return invitation === null || invitation.events.length <= 5
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })
})
