import i18next from 'i18next'
import { create } from 'zustand'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { useNavigation } from '../../app/navigation.ts'
import { call } from '../../client/client.ts'
import { queryClient } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'

/** How many syncs the person asked for are under way. */
export const useSyncing = create<{ running: number }>()(() => ({ running: 0 }))

/**
 * Syncs one account, or the mailbox (or account) in view; in the outbox, every mailbox. Failures
 * are said in a toast, each account by itself.
 */
export async function syncNow(target?: { mailboxId: string; accountId: string }): Promise<void> {
  useSyncing.setState(({ running }) => ({ running: running + 1 }))
  try {
    for (const input of target ? [target] : targetsInView()) {
      const { failedAccounts } = await call('emails.syncMetadata', input)
      for (const failure of failedAccounts) showToast({ tone: 'error', text: failure.message })
    }
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  } finally {
    useSyncing.setState(({ running }) => ({ running: running - 1 }))
  }
}

function targetsInView(): { mailboxId: string; accountId?: string }[] {
  const { view } = useNavigation.getState()
  if (view !== null && view.kind !== 'outbox') {
    const { mailboxId, accountId } = view
    return [accountId === null ? { mailboxId } : { mailboxId, accountId }]
  }
  const mailboxes = queryClient.getQueryData<Mailbox[]>(['mailboxes.list', {}]) ?? []
  return mailboxes.map(({ mailboxId }) => ({ mailboxId }))
}
