import type { TFunction } from 'i18next'
import type { EventRecurrence } from '#shared/contract/invitation.ts'
import { formatDays, formatList, monthName, weekdayName } from '../../../i18n/dates.ts'

const WORKDAYS = '1,2,3,4,5'

/** How an event comes again, as a sentence: `Every 2 weeks on Monday and Thursday, 10 times`. */
export function recurrenceText(t: TFunction, rule: EventRecurrence, locale: string): string {
  const text = ruleText(t, rule, locale)
  if (rule.until !== null) {
    return t('invitation.until', { text, date: formatDays(rule.until, rule.until, locale) })
  }
  return rule.count === null ? text : t('invitation.times', { text, count: rule.count })
}

function ruleText(t: TFunction, rule: EventRecurrence, locale: string): string {
  const { frequency, interval: count, weekdays, monthDays, months } = rule
  const days = formatList(
    weekdays.map(({ day }) => weekdayName(day, locale)),
    locale,
  )
  const dates = formatList(monthDays.map(String), locale)
  const [first] = weekdays
  switch (frequency) {
    case 'daily':
      return t('invitation.daily', { count })
    case 'weekly':
      if (count === 1 && weekdays.map(({ day }) => day).join() === WORKDAYS) {
        return t('invitation.workdays')
      }
      return weekdays.length === 0
        ? t('invitation.weekly', { count })
        : t('invitation.weeklyOn', { count, days })
    case 'monthly':
      if (months.length > 0 || monthDays.some((day) => day < 0)) return t('invitation.repeats')
      if (weekdays.length === 1 && first?.nth != null && monthDays.length === 0) {
        const nth = nthText(t, first.nth)
        return nth === null
          ? t('invitation.repeats')
          : t('invitation.monthlyOnNth', { count, nth, day: days })
      }
      if (weekdays.length > 0) return t('invitation.repeats')
      return monthDays.length === 0
        ? t('invitation.monthly', { count })
        : t('invitation.monthlyOnDay', { count, days: dates })
    case 'yearly':
      if (weekdays.length > 0 || monthDays.length > 1 || months.length > 1) {
        return t('invitation.repeats')
      }
      return months[0] !== undefined && monthDays[0] !== undefined && monthDays[0] > 0
        ? t('invitation.yearlyOn', {
            count,
            day: monthDays[0],
            month: monthName(months[0], locale),
          })
        : t('invitation.yearly', { count })
    case 'other':
      return t('invitation.repeats')
  }
}

function nthText(t: TFunction, nth: number): string | null {
  switch (nth) {
    case 1:
      return t('invitation.nth.first')
    case 2:
      return t('invitation.nth.second')
    case 3:
      return t('invitation.nth.third')
    case 4:
      return t('invitation.nth.fourth')
    case -1:
      return t('invitation.nth.last')
    default:
      return null
  }
}
