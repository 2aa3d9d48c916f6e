import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { CoreEvent } from '#shared/events.ts'
import { startLive } from '../client/live.ts'
import { queryClient } from '../client/queries.ts'
import { transport } from '../client/transport.ts'
import { useDemo } from '../features/welcome/demo-store.ts'
import { showToast } from '../ui/toast-store.ts'

/** Follows the core’s events for as long as the window stands. */
export function useLive(): void {
  const { t } = useTranslation()
  useEffect(() => {
    const onEvent = (event: CoreEvent) => {
      if (event.type === 'account.connected' && !useDemo.getState().starting) {
        showToast({ tone: 'success', text: t('app.connected', { address: event.emailAddress }) })
      }
    }
    return startLive(queryClient, transport, onEvent)
  }, [t])
}
