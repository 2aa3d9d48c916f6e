import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CalendarEvent, EventRecurrence } from '#shared/contract/invitation.ts'
import { catalogue } from '../../../i18n/catalogue.ts'
import { eventTimeText } from './event-time-text.ts'
import { methodText } from './method-text.ts'
import { recurrenceText } from './recurrence-text.ts'

const texts = i18next.createInstance()
beforeAll(() =>
  texts.init({
    lng: 'en',
    resources: {
      en: { translation: catalogue('en') },
      es: { translation: catalogue('es') },
    },
    interpolation: { escapeValue: false },
  }),
)

const moment = (local: string, at: string | null, zone: string | null) => ({ local, at, zone })
/** Intl writes thin and unbreakable spaces, which differ between versions. */
const plain = (text: string | undefined): string | undefined =>
  text?.replace(/[\u2009\u202f\u00a0]/gu, ' ')

describe('when an event is, in words', () => {
  const inMadrid = {
    isAllDay: false,
    start: moment('2026-03-17T16:00', '2026-03-17T15:00:00.000Z', 'Europe/Madrid'),
    end: moment('2026-03-17T17:00', '2026-03-17T16:00:00.000Z', 'Europe/Madrid'),
  }

  it('is by the reader’s clock alone, where the event’s shows the same', () => {
    const text = eventTimeText(inMadrid, 'en-GB', 'Europe/Paris')
    expect(plain(text?.when)).toMatch(/^Tuesday,? 17 March 2026(?:,| at) 16:00 ?– ?17:00$/u)
    expect(text?.there).toBeNull()
  })

  it('says what the clock shows there, where it is another; the day only where it differs', () => {
    const near = eventTimeText(inMadrid, 'en-GB', 'Europe/London')
    expect(plain(near?.when)).toContain('15:00')
    expect(near?.there?.zone).toBe('Madrid')
    expect(plain(near?.there?.time)).toMatch(/^16:00 ?– ?17:00$/u)
    const far = eventTimeText(inMadrid, 'en-GB', 'Pacific/Auckland')
    expect(plain(far?.when)).toContain('18 March')
    expect(plain(far?.there?.time)).toContain('17 March')
  })

  it('follows the locale', () => {
    expect(plain(eventTimeText(inMadrid, 'en-US', 'Europe/Madrid')?.when)).toMatch(
      /4:00 – 5:00 PM$/u,
    )
    expect(plain(eventTimeText(inMadrid, 'es', 'Europe/Madrid')?.when)).toMatch(
      /^martes, 17 de marzo/u,
    )
  })

  it('says nothing of a zone where the sender wrote UTC', () => {
    const utc = {
      ...inMadrid,
      start: moment('2026-03-17T15:00', '2026-03-17T15:00:00.000Z', 'UTC'),
    }
    expect(eventTimeText(utc, 'en-GB', 'Europe/Madrid')?.there).toBeNull()
  })

  it('is the days, whatever the reader’s zone', () => {
    const days = {
      isAllDay: true,
      start: moment('2026-06-19', null, null),
      end: moment('2026-06-20', null, null),
    }
    expect(plain(eventTimeText(days, 'en-GB', 'Pacific/Auckland')?.when)).toMatch(
      /^Friday,? 19 (?:June )?– Saturday,? 20 June 2026$/u,
    )
    const day = { ...days, end: days.start }
    expect(plain(eventTimeText(day, 'en-GB', 'America/Lima')?.when)).toMatch(
      /^Friday,? 19 June 2026$/u,
    )
  })

  it('stays as it is in a zone that nobody knows, and where none is named', () => {
    const start = moment('2026-03-17T16:00', null, 'Nowhere')
    const odd = eventTimeText({ isAllDay: false, start, end: null }, 'en-GB', 'Asia/Tokyo')
    expect(plain(odd?.when)).toContain('16:00')
    expect(odd?.there).toEqual({ time: odd?.when, zone: 'Nowhere' })
    const own = { ...start, zone: null }
    expect(eventTimeText({ isAllDay: false, start: own, end: null }, 'en-GB')?.there).toBeNull()
    expect(eventTimeText({ isAllDay: false, start: null, end: null }, 'en-GB')).toBeNull()
  })
})

describe('how an event comes again, in words', () => {
  const rule = (change: Partial<EventRecurrence>): EventRecurrence => ({
    frequency: 'weekly',
    interval: 1,
    count: null,
    until: null,
    weekdays: [],
    monthDays: [],
    months: [],
    ...change,
  })
  const weekdays = (...days: number[]) => days.map((day) => ({ day, nth: null }))

  it.each([
    [rule({ frequency: 'daily' }), 'Every day', 'Cada día'],
    [rule({ frequency: 'daily', interval: 3 }), 'Every 3 days', 'Cada 3 días'],
    [rule({}), 'Every week', 'Cada semana'],
    [
      rule({ weekdays: weekdays(1, 2, 3, 4, 5) }),
      'Every weekday from Monday to Friday',
      'De lunes a viernes',
    ],
    [
      rule({ interval: 2, weekdays: weekdays(1, 4), count: 10 }),
      'Every 2 weeks on Monday and Thursday, 10 times',
      'Cada 2 semanas, el lunes y jueves, 10 veces',
    ],
    [
      rule({ frequency: 'monthly', weekdays: [{ day: 5, nth: -1 }] }),
      'Every month on the last Friday',
      'Cada mes, el último viernes',
    ],
    [rule({ frequency: 'monthly', monthDays: [3] }), 'Every month on day 3', 'Cada mes, el día 3'],
    [
      rule({ frequency: 'yearly', months: [3], monthDays: [3] }),
      'Every year on 3 March',
      'Cada año, el 3 de marzo',
    ],
    [rule({ frequency: 'monthly', weekdays: weekdays(1, 2) }), 'Repeats', 'Se repite'],
    [rule({ frequency: 'other' }), 'Repeats', 'Se repite'],
  ])('%#', (given, en, es) => {
    expect(recurrenceText(texts.getFixedT('en'), given, 'en-GB')).toBe(en)
    expect(recurrenceText(texts.getFixedT('es'), given, 'es')).toBe(es)
  })

  it('has an end', () => {
    expect(recurrenceText(texts.getFixedT('en'), rule({ until: '2026-12-31' }), 'en-GB')).toMatch(
      /^Every week, until Thursday,? 31 December 2026$/u,
    )
  })
})

describe('what its sender asks or tells, in words', () => {
  const event = (change: Partial<CalendarEvent> = {}): CalendarEvent => ({
    uid: '1',
    summary: 'Review',
    isAllDay: false,
    start: null,
    end: null,
    recurrence: null,
    isOccurrence: false,
    location: '',
    joinUrl: null,
    organiser: null,
    attendees: [],
    moreAttendees: 0,
    description: '',
    comment: '',
    isCancelled: false,
    isUpdate: false,
    ...change,
  })
  const ana = (answer: CalendarEvent['attendees'][number]['answer']) =>
    event({
      attendees: [
        { name: 'Ana', email: 'ana@x.example', answer, isOptional: false, isResource: false },
      ],
    })

  it.each([
    ['request', event(), 'Invitation', 'Invitación'],
    ['request', event({ isUpdate: true }), 'Updated invitation', 'Invitación actualizada'],
    ['publish', event(), 'Event', 'Evento'],
    ['publish', event({ isCancelled: true }), 'Cancelled', 'Cancelado'],
    ['cancel', event(), 'Cancelled', 'Cancelado'],
    ['reply', ana('accepted'), 'Ana accepted', 'Ana ha aceptado'],
    ['reply', ana('declined'), 'Ana declined', 'Ana ha rechazado'],
    ['reply', ana('tentative'), 'Ana may come', 'Quizá venga Ana'],
    ['reply', event(), 'Somebody has not decided', 'Alguien no ha decidido'],
    ['counter', ana('tentative'), 'Ana proposes another time', 'Ana propone otra hora'],
  ] as const)('%s: %#', (method, given, en, es) => {
    expect(methodText(texts.getFixedT('en'), method, given).text).toBe(en)
    expect(methodText(texts.getFixedT('es'), method, given).text).toBe(es)
  })
})
