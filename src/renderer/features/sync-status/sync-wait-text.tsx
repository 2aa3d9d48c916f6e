import { useTranslation } from 'react-i18next'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { useNow } from '../../state/use-now.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { findWait } from './sync-progress.ts'
import { formatMoment } from './sync-text.ts'

/** What an account waits for, and when it goes on. */
export function SyncWaitText({ status }: { status: AccountSyncStatus }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const wait = findWait(status, now)
  if (wait === null) return null
  return (
    <p>
      {t(`sync.waiting.${wait.for}`, {
        name: t(`providers.${status.provider}.name`),
        when: formatMoment(t, wait.until, now, locale),
      })}
    </p>
  )
}
