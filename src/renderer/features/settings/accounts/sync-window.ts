import { syncWindowStart } from '#shared/domain/sync-window-start.ts'

/** How far back, in days; null for everything. */
export type WindowDays = number | null

/** What can be chosen for the mail kept here, longest first; words are `settings.sync.keep.*`. */
export const SYNC_DAYS_CHOICES: readonly WindowDays[] = [null, 1095, 365, 90, 30]
/** What can be chosen for bodies kept here; words are `settings.sync.offline.*`. */
export const OFFLINE_DAYS_CHOICES: readonly WindowDays[] = [null, 365, 90, 30]

/** The choices, with one that was made elsewhere in its place among them. */
export function withCurrentChoice(
  choices: readonly WindowDays[],
  current: WindowDays,
): readonly WindowDays[] {
  if (choices.includes(current)) return choices
  return [...choices, current].toSorted((a, b) => (b ?? Infinity) - (a ?? Infinity))
}

/** Whether the second choice keeps less than the first. */
export function isShorterWindow(before: WindowDays, after: WindowDays): boolean {
  return (after ?? Infinity) < (before ?? Infinity)
}

/** The first day, as UTC midnight, of mail that is kept when so many days are chosen now. */
export function getWindowStart(days: number, now: Date): Date {
  return new Date(syncWindowStart(now.getTime(), days) ?? 0)
}

/** A border between two days, which lies at UTC midnight, as a date. */
export function formatWindowStart(border: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(border)
}
