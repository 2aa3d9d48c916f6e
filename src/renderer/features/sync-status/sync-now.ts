import i18next from 'i18next'
import { create } from 'zustand'
import type { Account } from '#shared/contract/accounts.ts'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { accountName } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { call } from '../../client/client.ts'
import { operationKey, queryClient } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'
import { syncFailureText } from './account-problem.ts'
import { resumeSync } from './pause-sync.ts'
import { createSyncReport } from './create-sync-report.ts'

/** How many syncs the person asked for are under way. */
export const useRunningSyncs = create<{ running: number }>()(() => ({ running: 0 }))

/**
 * Syncs one account, or the mailbox (or account) in view; in the outbox, every mailbox. Failures
 * are said in a toast, each account by itself; one that is paused can be resumed there.
 */
export async function syncNow(target?: { mailboxId: string; accountId: string }): Promise<void> {
  useRunningSyncs.setState(({ running }) => ({ running: running + 1 }))
  try {
    for (const input of target ? [target] : getTargetsInView()) {
      showSyncResult(input, await call('emails.syncMetadata', input))
    }
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  } finally {
    useRunningSyncs.setState(({ running }) => ({ running: running - 1 }))
  }
}

function showSyncResult(
  { mailboxId }: InputOf<'emails.syncMetadata'>,
  answer: OutputOf<'emails.syncMetadata'>,
): void {
  const { t } = i18next
  const known =
    queryClient.getQueryData<Account[]>(operationKey('accounts.list', { mailboxId })) ?? []
  const find = (id: string | undefined) => known.find(({ accountId }) => accountId === id)
  const { failed, paused } = createSyncReport(answer)
  for (const failure of failed) {
    const account = find(failure.accountId)
    const text = account ? syncFailureText(t, account.provider, failure).text : failure.message
    showToast({ tone: 'error', text: account ? `${accountName(account)}: ${text}` : text })
  }
  if (paused.length === 0) return
  const only = paused.length === 1 ? find(paused[0]) : undefined
  showToast({
    text: only
      ? t('sync.isPaused', { name: accountName(only) })
      : t('sync.arePaused', { count: paused.length }),
    action: {
      label: t('sync.remedy.resume'),
      run: () => {
        for (const accountId of paused) void resumeSync({ mailboxId, accountId })
      },
    },
  })
}

function getTargetsInView(): { mailboxId: string; accountId?: string }[] {
  const { view } = useNavigation.getState()
  if (view !== null && view.kind !== 'outbox') {
    const { mailboxId, accountId } = view
    return [accountId === null ? { mailboxId } : { mailboxId, accountId }]
  }
  const mailboxes = queryClient.getQueryData<Mailbox[]>(['mailboxes.list', {}]) ?? []
  return mailboxes.map(({ mailboxId }) => ({ mailboxId }))
}
