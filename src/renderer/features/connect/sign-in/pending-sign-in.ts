import { call } from '../../../client/client.ts'

/** What the wizard made on the way and nothing has come of yet. */
export interface PendingSignIn {
  mailboxId: string
  accountId: string | null
  /** True where the wizard made the mailbox too. */
  newMailbox: boolean
}

/** Takes away what a cancelled wizard left behind; what is connected by now stays. Throws CallError. */
export async function removePendingSignIn({
  mailboxId,
  accountId,
  newMailbox,
}: PendingSignIn): Promise<void> {
  if (accountId !== null) {
    const account = await call('accounts.get', { mailboxId, accountId })
    if (account.status === 'connected') return
    await call('accounts.delete', { mailboxId, accountId })
  }
  if (newMailbox) {
    const others = await call('accounts.list', { mailboxId })
    if (others.length === 0) await call('mailboxes.delete', { mailboxId })
  }
}
