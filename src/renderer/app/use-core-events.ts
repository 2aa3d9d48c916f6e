import i18next from 'i18next'
import { useEffect } from 'react'
import type { CoreEvent } from '#shared/events.ts'
import { call } from '../client/client.ts'
import { startCacheInvalidation } from '../client/cache-invalidation.ts'
import { queryClient } from '../client/queries.ts'
import { transport } from '../client/transport.ts'
import { useConnectDialog } from '../state/connect-dialog.ts'
import { showToast } from '../ui/toast-store.ts'

type Connected = Extract<CoreEvent, { type: 'account.connected' }>

/**
 * Says that an account is connected. Of demo accounts, which nobody signed in to, it is no news,
 * and an open wizard says it itself.
 */
async function announceConnected({ mailboxId, accountId, emailAddress }: Connected): Promise<void> {
  if (useConnectDialog.getState().request !== null) return
  const account = await call('accounts.get', { mailboxId, accountId }).catch(() => null)
  if (account?.isDemo === true) return
  showToast({ tone: 'success', text: i18next.t('app.connected', { address: emailAddress }) })
}

/** Follows the core’s events for as long as the window stands. */
export function useCoreEvents(): void {
  useEffect(() => {
    const onEvent = (event: CoreEvent) => {
      if (event.type === 'account.connected') void announceConnected(event)
    }
    return startCacheInvalidation(queryClient, transport, onEvent)
  }, [])
}
