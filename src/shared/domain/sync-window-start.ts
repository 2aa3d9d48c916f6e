const DAY_MS = 86_400_000

/**
 * The beginning of the day so many days before `now`, in UTC, as epoch milliseconds: asked twice on
 * one day, it is the same. Null, for no border, where that would lie before 1971: no mail is that
 * old, and providers take no such times.
 */
export function syncWindowStart(now: number, days: number): number | null {
  const border = Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS
  return border < 365 * DAY_MS ? null : border
}
