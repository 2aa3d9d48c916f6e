import { useQueries } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { call } from '../client/client.ts'
import { operationKey, useOperation } from '../client/queries.ts'

export interface MailboxWithAccounts {
  mailbox: Mailbox
  accounts: Account[]
}

/** Every mailbox with its accounts, in their order; undefined until the mailboxes are known. */
export function useMailboxes(): MailboxWithAccounts[] | undefined {
  const mailboxes = useOperation('mailboxes.list', {}).data
  const lists = useQueries({
    queries: (mailboxes ?? []).map(({ mailboxId }) => ({
      queryKey: operationKey('accounts.list', { mailboxId }),
      queryFn: ({ signal }) => call('accounts.list', { mailboxId }, { signal }),
    })),
    combine: (results) => results.map((result) => result.data),
  })
  return useMemo(
    () => mailboxes?.map((mailbox, index) => ({ mailbox, accounts: lists[index] ?? [] })),
    [mailboxes, lists],
  )
}

/** The accounts of one mailbox by id. */
export function useAccounts(mailboxId: string | null): ReadonlyMap<string, Account> {
  const accounts = useOperation(
    'accounts.list',
    { mailboxId: mailboxId ?? '' },
    { enabled: mailboxId !== null },
  ).data
  return useMemo(
    () => new Map((accounts ?? []).map((account) => [account.accountId, account])),
    [accounts],
  )
}

/**
 * What to call an account in a few words: the label somebody gave it, else its address. An account
 * made without a label has `provider:id` for one, which says nothing to a person.
 */
export function accountName({
  displayLabel,
  emailAddress,
  provider,
  accountId,
}: Pick<Account, 'displayLabel' | 'emailAddress' | 'provider' | 'accountId'>): string {
  const given = displayLabel !== '' && displayLabel !== `${provider}:${accountId}`
  return given ? displayLabel : (emailAddress ?? displayLabel)
}

/** Address and provider of an account, for a tooltip. */
export function accountTitle(
  t: TFunction,
  { emailAddress, provider }: Pick<Account, 'emailAddress' | 'provider'>,
): string {
  const name = t(`providers.${provider}.name`)
  return emailAddress === null ? name : `${emailAddress} · ${name}`
}
