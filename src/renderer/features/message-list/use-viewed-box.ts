import { useEffect } from 'react'
import { call } from '../../client/client.ts'
import { useConnection } from '../../client/connection.ts'
import type { BoxView } from '../../state/message-list.ts'

/**
 * Tells the core which box is on the screen, so that a first sync fetches its newest mail first.
 * Told again after the core came back and when the mailbox has other accounts, for neither knows it.
 */
export function useViewedBox(
  { mailboxId, accountId, box }: BoxView,
  accountIds: readonly string[],
): void {
  const isConnected = useConnection(({ hasSession, state }) => hasSession && state === 'open')
  const accounts = accountIds.join(' ')
  useEffect(() => {
    if (!isConnected) return
    call('presence.viewing', {
      mailboxId,
      box,
      ...(accountId === null ? {} : { accountId }),
    }).catch(() => undefined)
  }, [isConnected, mailboxId, accountId, box, accounts])
}
