import { useTranslation } from 'react-i18next'
import { transport } from '../../client/transport.ts'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingRow } from './controls/setting-row.tsx'

/** Which version this is, on which database, and where the data is. */
export function AboutTab() {
  const { t } = useTranslation()
  const health = useOperation('health.get', {})
  if (health.isError) {
    return (
      <p role="alert" className="text-danger">
        {errorText(t, health.error)}
      </p>
    )
  }
  if (health.data === undefined) return <Skeleton className="h-4 w-64" />
  const { version, database, schemaVersion } = health.data
  return (
    <>
      <SettingRow title={t('settings.about.version')}>
        <span className="selectable">{version}</span>
      </SettingRow>
      <SettingRow
        title={t('settings.about.database')}
        hint={t('settings.about.schema', { version: schemaVersion })}
      >
        <span>{database === 'sqlite' ? 'SQLite' : 'PostgreSQL'}</span>
      </SettingRow>
      <SettingRow title={t('settings.about.runsAs')}>
        <span>{t(`settings.about.${transport.kind}`)}</span>
      </SettingRow>
      <p className="py-3 text-ink-2">
        {t(database === 'sqlite' ? 'settings.about.dataLocal' : 'settings.about.dataServer')}
      </p>
    </>
  )
}
