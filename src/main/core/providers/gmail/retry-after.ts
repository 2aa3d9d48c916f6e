/** A longer wait is asked about again after this: a wrong header must not silence an account. */
export const LONGEST_WAIT_MS = 3_600_000

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): whole seconds or an HTTP date.
 *
 * @returns milliseconds from `now`, between 0 and an hour, or null where it says nothing usable
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim() ?? ''
  if (text === '') return null
  const milliseconds = /^[+-]?\d+(?:\.\d+)?$/u.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - now
  if (Number.isNaN(milliseconds)) return null
  return Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS)
}

/** Gmail names the end of a sending limit inside the message: `Retry after 2026-03-14T09:26:53Z`. */
export function retryAfterInMessage(message: string, now: number): number | null {
  const time = /retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/iu.exec(message)?.[1]
  return time === undefined ? null : parseRetryAfter(time, now)
}
