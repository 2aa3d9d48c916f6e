import { CloudOff, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../client/connection.ts'
import { useOperation } from '../../client/queries.ts'
import { Banner } from '../../ui/banner.tsx'

/** Over everything: the core cannot be reached, or the network cannot. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const state = useConnection((connection) => connection.state)
  const status = useOperation('status.get', {}).data
  if (state === 'lost') {
    return (
      <Banner tone="danger" icon={<Unplug size={14} />} className="border-b border-line">
        {t('app.connectionLost')}
      </Banner>
    )
  }
  if (status?.online === false) {
    const waiting = status.accounts.reduce((sum, account) => sum + account.pendingActions, 0)
    return (
      <Banner tone="warning" icon={<CloudOff size={14} />} className="border-b border-line">
        {t('app.offline')} {waiting > 0 ? t('app.offlineWaiting', { count: waiting }) : null}
      </Banner>
    )
  }
  return null
}
