import i18next from 'i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../state/accounts.ts'
import { call } from '../../client/client.ts'
import { operationKey, queryClient } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'

type AccountRef = Pick<Account, 'mailboxId' | 'accountId'>

/** Stops an account’s sync, at once on the screen. Answers whether that was done. */
export function pauseSync(account: AccountRef): Promise<boolean> {
  return setPaused(account, true)
}

/** As `pause`, where nothing on the screen offers the way back: a toast does. */
export async function pauseSyncWithToast(account: Account): Promise<void> {
  if (!(await pauseSync(account))) return
  showToast({
    text: i18next.t('sync.nowPaused', { name: accountName(account) }),
    action: { label: i18next.t('sync.remedy.resume'), run: () => void resumeSync(account) },
  })
}

/** Lets an account’s sync go on. */
export async function resumeSync(account: AccountRef): Promise<void> {
  await setPaused(account, false)
}

/** Answers whether it was done; a failure is said in a toast and taken back on the screen. */
async function setPaused({ mailboxId, accountId }: AccountRef, paused: boolean): Promise<boolean> {
  const key = operationKey('accounts.list', { mailboxId })
  const before = queryClient.getQueryData<Account[]>(key)
  queryClient.setQueryData<Account[]>(key, (all) =>
    all?.map((one) => (one.accountId === accountId ? { ...one, isPaused: paused } : one)),
  )
  try {
    await call(paused ? 'accounts.pause' : 'accounts.resume', { mailboxId, accountId })
    return true
  } catch (error) {
    queryClient.setQueryData(key, before)
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
    return false
  }
}
