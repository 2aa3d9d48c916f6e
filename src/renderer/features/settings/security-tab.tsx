import { useTranslation } from 'react-i18next'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TokenStoreForm } from '../connect/index.ts'
import { SettingRow } from './controls/setting-row.tsx'

/** Where the tokens are that let MailManager read mail, and where the providers’ clients come from. */
export function SecurityTab() {
  const { t } = useTranslation()
  const store = useOperation('tokenStore.status', {})
  const clients = useOperation('accounts.credentials', {})
  if (store.isError) {
    return (
      <p role="alert" className="text-danger">
        {errorText(t, store.error)}
      </p>
    )
  }
  if (store.data === undefined) return <Skeleton className="h-4 w-64" />
  return (
    <>
      <SettingRow
        title={t('settings.security.tokens')}
        hint={t(`settings.security.kindMeans.${store.data.kind}`)}
      >
        <span className="text-ink-2">{t(`settings.security.kind.${store.data.kind}`)}</span>
      </SettingRow>
      {store.data.state === 'ready' ? null : (
        <div className="border-b border-line py-3">
          <TokenStoreForm status={store.data} />
        </div>
      )}
      {(clients.data ?? []).map(({ provider, source, clientId, problem }) => (
        <SettingRow
          key={provider}
          title={t(`settings.security.client.${provider}`)}
          hint={problem ?? clientId ?? undefined}
        >
          <span className="text-ink-2">{t(`settings.security.source.${source}`)}</span>
        </SettingRow>
      ))}
      <p className="py-3 text-ink-2">{t('settings.security.promise')}</p>
    </>
  )
}
