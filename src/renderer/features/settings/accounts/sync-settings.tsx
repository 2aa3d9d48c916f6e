import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../../state/accounts.ts'
import { useNow } from '../../../state/use-now.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { pauseSync, resumeSync } from '../../sync-status/index.ts'
import {
  withCurrentChoice,
  SYNC_DAYS_CHOICES,
  isShorterWindow,
  OFFLINE_DAYS_CHOICES,
  formatWindowStart,
  getWindowStart,
  type WindowDays,
} from './sync-window.ts'
import { SettingRow } from '../controls/setting-row.tsx'
import { useAccountUpdate } from './use-account-update.ts'

const EVERYTHING = 'all'

/** How far back an account’s mail is kept here, what of it can be read offline, and whether it syncs. */
export function SyncSettings({ account }: { account: Account }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const now = useNow()
  const update = useAccountUpdate(account)
  /** A choice that removes mail from here, until it is confirmed. */
  const [asked, setAsked] = useState<number | null>(null)
  const { syncDays, syncSince, offlineDays, isPaused } = account
  const provider = t(`providers.${account.provider}.name`)

  const chooseReach = (days: WindowDays) => {
    if (days !== null && isShorterWindow(syncDays, days)) setAsked(days)
    else update({ syncDays: days })
  }
  const words = (kind: 'keep' | 'offline', days: WindowDays) =>
    days === null
      ? t(`settings.sync.${kind}.all`)
      : t([`settings.sync.${kind}.days${days}`, `settings.sync.${kind}.days`], { count: days })
  const options = (kind: 'keep' | 'offline', choices: readonly WindowDays[], current: WindowDays) =>
    withCurrentChoice(choices, current).map((days) => ({
      value: days === null ? EVERYTHING : String(days),
      label: words(kind, days),
    }))
  const daysOf = (value: string): WindowDays => (value === EVERYTHING ? null : Number(value))

  return (
    <div className="ms-8">
      <SettingRow
        title={t('settings.sync.keep.title')}
        hint={
          syncDays === null
            ? t('settings.sync.keep.hintAll', { provider })
            : t('settings.sync.keep.hintSince', {
                date: formatWindowStart(
                  syncSince === null ? getWindowStart(syncDays, now) : new Date(syncSince),
                  locale,
                ),
                provider,
              })
        }
      >
        <Select
          label={t('settings.sync.keep.title')}
          className="w-48"
          value={syncDays === null ? EVERYTHING : String(syncDays)}
          options={options('keep', SYNC_DAYS_CHOICES, syncDays)}
          onValueChange={(value) => chooseReach(daysOf(value))}
        />
      </SettingRow>
      <SettingRow
        title={t('settings.sync.offline.title')}
        hint={t(
          offlineDays === null ? 'settings.sync.offline.hintAll' : 'settings.sync.offline.hintSome',
          { provider },
        )}
      >
        <Select
          label={t('settings.sync.offline.title')}
          className="w-48"
          value={offlineDays === null ? EVERYTHING : String(offlineDays)}
          options={options('offline', OFFLINE_DAYS_CHOICES, offlineDays)}
          onValueChange={(value) => update({ offlineDays: daysOf(value) })}
        />
      </SettingRow>
      <SettingRow
        title={t('settings.sync.pause')}
        hint={t(isPaused ? 'settings.sync.pausedHint' : 'settings.sync.pauseHint')}
      >
        <Switch
          label={t('settings.sync.pause')}
          checked={isPaused}
          onCheckedChange={(checked) => void (checked ? pauseSync(account) : resumeSync(account))}
        />
      </SettingRow>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={t('settings.sync.less.title', { name: accountName(account) })}
        description={[
          t('settings.sync.less.means', {
            date: formatWindowStart(getWindowStart(asked ?? 0, now), locale),
            provider,
          }),
          ...(isPaused ? [t('settings.sync.less.whenResumed')] : []),
        ].join(' ')}
        confirmLabel={t('settings.sync.less.confirm')}
        tone="primary"
        onConfirm={() => {
          update({ syncDays: asked })
          setAsked(null)
        }}
      />
    </div>
  )
}
