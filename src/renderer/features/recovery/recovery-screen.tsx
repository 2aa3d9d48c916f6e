import { DatabaseBackup, DatabaseZap, FolderDown, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DamagedPart } from '#shared/contract/enums.ts'
import type { Backup } from '#shared/contract/recovery.ts'
import { useCommand, useOperation } from '../../client/queries.ts'
import { formatFullDate } from '../../i18n/dates.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { Button } from '../../ui/button.tsx'

/** Fills the window while the database is damaged: what happened, and three ways on. */
export function RecoveryScreen({ damagedParts }: { damagedParts: DamagedPart[] }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const backups = useOperation('recovery.status', {}).data?.backups
  const newest = backups?.find(({ counts }) => counts !== null)
  const restore = useCommand('recovery.restoreBackup')
  const sync = useCommand('recovery.syncAgain')
  const copy = useCommand('recovery.keepCopy')
  const isBusy = restore.isPending || sync.isPending || copy.isPending
  const error = restore.error ?? sync.error ?? copy.error
  const parts = new Intl.ListFormat(locale).format(
    damagedParts.map((part) => t(`recovery.parts.${part}`)),
  )
  return (
    <main className="flex h-full overflow-y-auto bg-surface p-6">
      <div className="m-auto w-full max-w-[560px]">
        <DatabaseZap size={24} strokeWidth={1.5} className="text-ink-3" />
        <h1 className="mt-3 text-lg font-semibold text-balance">{t('recovery.title')}</h1>
        <p className="mt-1 text-sm text-pretty text-ink-2">{t('recovery.text')}</p>
        {damagedParts.length > 0 && (
          <p className="mt-1 text-sm text-pretty text-ink-2">{t('recovery.damaged', { parts })}</p>
        )}
        {error !== null && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {errorText(t, error)}
          </p>
        )}
        <ul className="mt-5 flex flex-col divide-y divide-line border-y border-line">
          <Way
            icon={<DatabaseBackup size={16} />}
            title={t('recovery.restore.title')}
            text={t('recovery.restore.text')}
            note={<BackupNote backups={backups} newest={newest} />}
            action={
              <Button
                tone="primary"
                busy={restore.isPending}
                disabled={newest === undefined || isBusy}
                onClick={() =>
                  restore.mutate(newest === undefined ? {} : { backupName: newest.name })
                }
              >
                {t('recovery.restore.go')}
              </Button>
            }
          />
          <Way
            icon={<RefreshCw size={16} />}
            title={t('recovery.sync.title')}
            text={t('recovery.sync.text')}
            action={
              <Button busy={sync.isPending} disabled={isBusy} onClick={() => sync.mutate({})}>
                {t('recovery.sync.go')}
              </Button>
            }
          />
          <Way
            icon={<FolderDown size={16} />}
            title={t('recovery.copy.title')}
            text={t('recovery.copy.text')}
            note={
              copy.data === undefined ? null : (
                <span className="break-all select-text">
                  {t('recovery.copy.done', { folder: copy.data.folder })}
                </span>
              )
            }
            action={
              <Button busy={copy.isPending} disabled={isBusy} onClick={() => copy.mutate({})}>
                {t('recovery.copy.go')}
              </Button>
            }
          />
        </ul>
        <p className="mt-4 text-xs text-pretty text-ink-3">{t('recovery.unsent')}</p>
      </div>
    </main>
  )
}

interface WayProps {
  icon: ReactNode
  title: string
  text: string
  note?: ReactNode
  action: ReactNode
}

/** One way on, with its button at the side. */
function Way({ icon, title, text, note, action }: WayProps) {
  return (
    <li className="flex items-start gap-3 py-4">
      <span className="mt-0.5 text-ink-3">{icon}</span>
      <div className="min-w-0 flex-1">
        <h2 className="text-sm font-semibold">{title}</h2>
        <p className="mt-0.5 text-sm text-pretty text-ink-2">{text}</p>
        {note !== undefined && note !== null && (
          <p role="status" className="mt-1 text-xs text-ink-2">
            {note}
          </p>
        )}
      </div>
      {action}
    </li>
  )
}

/** When the newest backup was made and what it holds. */
function BackupNote({
  backups,
  newest,
}: {
  backups: Backup[] | undefined
  newest: Backup | undefined
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (backups === undefined) return null
  if (newest === undefined || newest.counts === null) return t('recovery.restore.none')
  const { drafts, outgoing } = newest.counts
  return t('recovery.restore.backup', {
    date: formatFullDate(newest.madeAt, locale),
    drafts: t('recovery.drafts', { count: drafts }),
    outgoing: t('recovery.outgoing', { count: outgoing }),
  })
}
