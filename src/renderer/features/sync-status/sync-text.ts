import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { isFailing } from './sync-progress.ts'
import { formatTimeOfDay } from '../../i18n/dates.ts'

/** What the account is doing, in a word or two. */
export function syncStateText(t: TFunction, account: AccountSyncStatus): string {
  const { status, phase } = account
  if (status !== 'connected') return t(`sync.status.${status}`)
  return t(`sync.phase.${isFailing(account) ? 'retrying' : phase}`)
}

/** `12,402 of 48,110 synced`. */
export function useSyncCountText({
  synced,
  total,
}: {
  synced: number
  total: number | null
}): string {
  const { t } = useTranslation()
  const locale = useLocale()
  const formatted = synced.toLocaleString(locale)
  return total === null
    ? t('sync.syncedSoFar', { synced: formatted })
    : t('sync.syncedOf', { synced: formatted, total: total.toLocaleString(locale) })
}

const MINUTE_MS = 60_000

/** When something will be, to follow a verb: `in a moment`, `at 10:42`. */
export function formatMoment(t: TFunction, iso: string, now: Date, locale: string): string {
  return new Date(iso).getTime() - now.getTime() < MINUTE_MS
    ? t('sync.inAMoment')
    : t('sync.atTime', { time: formatTimeOfDay(iso, locale) })
}
