/** Minutes east of UTC of the zone names of RFC 5322 section 4.3, and a few more in real use. */
const ZONES: Record<string, number> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  MET: 60,
  MEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  KST: 540,
}

/** POSIX zones of the United States, with a standard time and a summer time. */
const WITH_SUMMER_TIME = new Set(['EST5EDT', 'CST6CDT', 'MST7MDT', 'PST8PDT'])

/**
 * The months in English, German, French, Spanish, Italian, Portuguese and Dutch, by as many letters
 * as tell them apart, without accents.
 */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrt', 'mae'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mei', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'dic'],
]

/** A month's number from 0, by its name or a piece of it, or null. */
export function monthOf(name: string): number | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const found = MONTHS.findIndex((names) => names.some((start) => plain.startsWith(start)))
  return found === -1 ? null : found
}

/**
 * Minutes east of UTC of a zone's name at a local time, given as if it were UTC. A name that nobody
 * knows counts as UTC (RFC 5322 section 4.3).
 */
export function zoneOffset(name: string, local: number): number {
  const zone = name.toUpperCase()
  if (WITH_SUMMER_TIME.has(zone)) return offsetInZone(zone, local)
  return ZONES[zone] ?? 0
}

function offsetInZone(timeZone: string, local: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    // Some hours off at the two changes of a year.
    .formatToParts(local)
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const found = /([+-])(\d{2}):(\d{2})/u.exec(text)
  if (!found) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}
