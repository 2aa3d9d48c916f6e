import ICAL from 'ical.js'
import { decodeText } from '../read/charset.ts'

/** A component with its properties in jCal (RFC 7265), which ical.js reads. */
export type JcalComponent = [name: string, properties: unknown[], components: JcalComponent[]]

/** Bytes; a calendar of a mail has a few kB, one with pictures inside is no invitation. */
const MAX_BYTES = 2 * 1024 * 1024
const MAX_LINES = 20_000
const MAX_COMPONENTS = 2_000
/** Characters of one property; nobody reads more of a description. */
const MAX_PROPERTY = 40_000
/** Alarms, tasks and what else a calendar may have are not of use in an invitation. */
const WANTED = new Set(['vcalendar', 'vevent', 'vtimezone', 'standard', 'daylight'])
/** Files inside the calendar, and the description once more as HTML. */
const UNWANTED_PROPERTY = /^(?:ATTACH|X-ALT-DESC|IMAGE|STRUCTURED-DATA)[;:]/iu
const PROPERTY = /^[A-Za-z0-9-]{1,80}[;:]/u

/**
 * The calendars of a file. Each property is read by itself, so that one broken line costs only
 * itself; what is not closed is closed at the end. Null where there is no calendar.
 */
export function parseComponents(bytes: Uint8Array, defects: Set<string>): JcalComponent[] | null {
  if (bytes.length > MAX_BYTES) return null
  const calendars: JcalComponent[] = []
  const open: JcalComponent[] = []
  /** The unwanted component that is being skipped. */
  let skipped: string | null = null
  let count = 0
  for (const line of unfold(decodeText(bytes, null))) {
    const [, mark = '', name = ''] = /^(BEGIN|END):\s*([A-Za-z0-9-]{1,60})\s*$/iu.exec(line) ?? []
    const component = name.toLowerCase()
    if (skipped !== null) {
      if (mark.toUpperCase() === 'END' && component === skipped) skipped = null
    } else if (mark.toUpperCase() === 'BEGIN') {
      count += 1
      if (count > MAX_COMPONENTS) break
      if (!WANTED.has(component)) skipped = component
      else begin(component, open, calendars)
    } else if (mark.toUpperCase() === 'END') {
      while (open.length > 0 && open.pop()?.[0] !== component);
    } else {
      const property = parseProperty(line)
      if (property !== null) open.at(-1)?.[1].push(property)
      else if (line.trim() !== '') defects.add('A line of the invitation could not be read.')
    }
  }
  return calendars.length > 0 ? calendars : null
}

function begin(name: string, open: JcalComponent[], calendars: JcalComponent[]): void {
  const created: JcalComponent = [name, [], []]
  if (name === 'vcalendar') {
    open.length = 0
    calendars.push(created)
  } else {
    // Only observances stand inside another component.
    const isObservance = name === 'standard' || name === 'daylight'
    while (!isObservance && open.length > 1) open.pop()
    open.at(-1)?.[2].push(created)
  }
  open.push(created)
}

/** The lines with folding undone (RFC 5545 section 3.1), unwanted ones left out. */
function unfold(text: string): string[] {
  const lines: string[] = []
  for (const line of text
    .replace(/^\ufeff/u, '')
    .replaceAll('\0', '')
    .split(/\r\n|\n|\r/u)) {
    const last = lines.length - 1
    const previous = lines[last]
    if (/^[ \t]/u.test(line) && previous !== undefined) {
      if (previous.length < MAX_PROPERTY) lines[last] = previous + line.slice(1)
    } else if (PROPERTY.test(line) || previous === undefined || line.trim() === '') {
      if (lines.length >= MAX_LINES) break
      lines.push(line.slice(0, MAX_PROPERTY))
    } else if (previous.length < MAX_PROPERTY) {
      // Some programs break a text without folding it.
      lines[last] = `${previous}\\n${line}`
    }
  }
  return lines.filter((line) => !UNWANTED_PROPERTY.test(line))
}

function parseProperty(line: string): unknown {
  if (!PROPERTY.test(line)) return null
  // A day that is not marked as one.
  const day = /^((?:DTSTART|DTEND|RECURRENCE-ID)\b[^:]*):(\d{8})\s*$/iu.exec(line)
  const isMarked = day === null || /VALUE=/iu.test(day[1] ?? '')
  try {
    const property: unknown = ICAL.parse.property(
      isMarked ? line : `${day[1] ?? ''};VALUE=DATE:${day[2] ?? ''}`,
    )
    return property ?? null
  } catch {
    return null
  }
}
