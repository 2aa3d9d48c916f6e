import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { InputOf } from '#shared/contract/index.ts'
import { operationKey, queryClient, useCommand } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { showToast } from '../../../ui/toast-store.ts'

type Change = Omit<InputOf<'accounts.update'>, 'mailboxId' | 'accountId'>

/** Changes an account, at once on the screen. */
export function useAccountUpdate({ mailboxId, accountId }: Account): (change: Change) => void {
  const { t } = useTranslation()
  const { mutate } = useCommand('accounts.update', {
    optimistic: (input) => {
      const key = operationKey('accounts.list', { mailboxId })
      const before = queryClient.getQueryData<Account[]>(key)
      queryClient.setQueryData<Account[]>(key, (all) =>
        all?.map((one) => (one.accountId === accountId ? applyChange(one, input) : one)),
      )
      return () => queryClient.setQueryData(key, before)
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(t, error) }),
  })
  return (change) => mutate({ mailboxId, accountId, ...change })
}

function applyChange(
  account: Account,
  { displayLabel, name, colour, syncDays, offlineDays }: Change,
): Account {
  return {
    ...account,
    displayLabel: displayLabel ?? account.displayLabel,
    name: name ?? account.name,
    colour: colour ?? account.colour,
    // Null is a choice here.
    syncDays: syncDays === undefined ? account.syncDays : syncDays,
    offlineDays: offlineDays === undefined ? account.offlineDays : offlineDays,
  }
}
