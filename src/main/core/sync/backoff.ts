export interface BackoffRange {
  /** Upper bound of the first wait, in milliseconds. */
  firstMs: number
  /** Upper bound of every wait. */
  longestMs: number
}

/**
 * How long to wait after the n-th failure in a row, with full jitter, so that many accounts do not
 * come back at the same moment.
 *
 * @param failures 1 for the first
 * @param random a number from 0 to 1
 */
export function backoffMs(failures: number, range: BackoffRange, random: number): number {
  const bound = Math.min(range.longestMs, range.firstMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(Math.min(bound, 100 + random * bound))
}
