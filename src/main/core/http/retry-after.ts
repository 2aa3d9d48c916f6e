/** A longer wait is asked about again after this: a wrong header must not silence an account. */
export const LONGEST_WAIT_MS = 3_600_000

/** Reads one header of an answer, its name in small letters; null where it has none. */
export type HeaderReader = (name: string) => string | null

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/u
/** What every form of an HTTP date has, so that no stray words are taken for one. */
const TIME_OF_DAY = /\d{1,2}:\d\d:\d\d/u
const ZONE = /(?:GMT|UTC|Z|[+-]\d\d:?\d\d)$/iu

/**
 * Reads a Retry-After header: whole seconds or an HTTP date in any of its three forms (RFC 9110,
 * 10.2.3 and 5.6.7), and fractions of seconds and ISO dates, which real services send as well.
 *
 * @returns milliseconds from `now`, between 0 and an hour, or null where it says nothing usable
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim() ?? ''
  if (NUMBER.test(text)) return bounded(Number(text) * 1000)
  if (!TIME_OF_DAY.test(text)) return null
  // The oldest form names no zone and means UTC; without one it would be read as local time.
  return bounded(Date.parse(ZONE.test(text) ? text : `${text} GMT`) - now)
}

/**
 * How long an answer asks to wait: `Retry-After`, or a more exact header in milliseconds as
 * Microsoft's services send it, or what its body says (`hints`). Where several speak, the longest
 * counts: asking again too early only makes the wait longer.
 */
export function retryAfterOf(
  header: HeaderReader,
  now: number,
  hints: readonly (number | null)[] = [],
): number | null {
  const exact = ['retry-after-ms', 'x-ms-retry-after-ms'].map((name) => {
    const text = header(name)?.trim() ?? ''
    return NUMBER.test(text) ? bounded(Number(text)) : null
  })
  const said = [parseRetryAfter(header('retry-after'), now), ...exact, ...hints]
  const waits = said.filter((wait) => wait !== null)
  return waits.length === 0 ? null : Math.max(...waits)
}

function bounded(milliseconds: number): number | null {
  if (Number.isNaN(milliseconds)) return null
  return Math.ceil(Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS))
}
