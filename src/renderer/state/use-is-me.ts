import { useMemo } from 'react'
import { createIsMe, ownAddresses } from '#shared/domain/own-addresses.ts'
import { useMailboxes } from './accounts.ts'

/** Whether an address is one of the person's own, in whatever account and spelling. */
export function useIsMe(): (email: string) => boolean {
  const mailboxes = useMailboxes()
  return useMemo(
    () => createIsMe(ownAddresses((mailboxes ?? []).flatMap(({ accounts }) => accounts))),
    [mailboxes],
  )
}
