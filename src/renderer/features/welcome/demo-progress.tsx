import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useOperation } from '../../client/queries.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { isReadable, progressFraction, sumCounts } from '../sync-status/index.ts'
import { useDemo } from './demo-store.ts'

interface DemoProgressProps {
  mailboxId: string
  accountIds: readonly string[]
}

/** The demo mail arriving, in numbers; it opens the inbox by itself. */
export function DemoProgress({ mailboxId, accountIds }: DemoProgressProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const status = useOperation('status.get', {}).data
  const accounts = (status?.accounts ?? []).filter(({ accountId }) =>
    accountIds.includes(accountId),
  )
  const isThere = accounts.length === accountIds.length && accounts.every(isReadable)

  useEffect(() => {
    if (!isThere) return
    useNavigation.getState().go({ kind: 'box', mailboxId, accountId: null, box: 'INBOX' })
    useDemo.getState().finish()
  }, [isThere, mailboxId])

  const sum = sumCounts(accounts)
  const synced = sum.synced.toLocaleString(locale)
  const total = accounts.length === 0 ? null : sum.total
  const numbers =
    total === null
      ? t('sync.syncedSoFar', { synced })
      : t('sync.syncedOf', { synced, total: total.toLocaleString(locale) })
  return (
    <div role="status" className="flex flex-col gap-2 border-y border-line py-5">
      <p className="text-base font-semibold">{t('welcome.demoPreparing')}</p>
      <ProgressBar value={total === null ? null : progressFraction(sum)} label={numbers} />
      <p className="text-sm text-ink-2 tabular-nums">{numbers}</p>
    </div>
  )
}
