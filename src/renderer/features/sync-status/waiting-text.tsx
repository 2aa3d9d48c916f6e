import { useTranslation } from 'react-i18next'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { useNow } from '../../app/use-now.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { waiting } from './progress.ts'
import { moment } from './sync-words.ts'

/** What an account waits for, and when it goes on. */
export function WaitingText({ status }: { status: AccountSyncStatus }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const wait = waiting(status, now)
  if (wait === null) return null
  return (
    <p>
      {t(`sync.waiting.${wait.for}`, {
        name: t(`providers.${status.provider}.name`),
        when: moment(t, wait.until, now, locale),
      })}
    </p>
  )
}
