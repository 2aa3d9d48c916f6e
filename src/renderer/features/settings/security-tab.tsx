import { useTranslation } from 'react-i18next'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TokenStoreForm } from '../connect/token-store-form.tsx'
import { SettingRow } from './setting-row.tsx'

/** Where the tokens are that let MailManager read mail, and where the client of Google comes from. */
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
  const google = clients.data?.find(({ provider }) => provider === 'gmail')
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
      {google === undefined ? null : (
        <SettingRow
          title={t('settings.security.googleClient')}
          hint={google.problem ?? google.clientId ?? undefined}
        >
          <span className="text-ink-2">{t(`settings.security.source.${google.source}`)}</span>
        </SettingRow>
      )}
      <p className="py-3 text-ink-2">{t('settings.security.promise')}</p>
    </>
  )
}
