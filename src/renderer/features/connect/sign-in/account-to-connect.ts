import type { OutputOf } from '#shared/contract/index.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { call } from '../../../client/client.ts'
import type { PendingSignIn } from './pending-sign-in.ts'
import type { ConnectRequest } from '../../../state/connect-dialog.ts'

/** Where the account goes: a mailbox there is, or a new one with its name. */
export type MailboxChoice = { kind: 'existing'; mailboxId: string } | { kind: 'new'; name: string }

export interface ConnectChoice {
  mailbox: MailboxChoice
  provider: Provider
}

/** What the request leaves no choice about, or null where the first step has to ask. */
export function findPresetChoice({ mailboxId, provider }: ConnectRequest): ConnectChoice | null {
  if (mailboxId === null || provider === undefined) return null
  return { mailbox: { kind: 'existing', mailboxId }, provider }
}

/** The account that is connected again, or null where a new one is made. */
export function findAccountToReconnect(
  request: ConnectRequest,
): { mailboxId: string; accountId: string } | null {
  if (!('accountId' in request)) return null
  const { mailboxId, accountId } = request
  return { mailboxId, accountId }
}

/**
 * The account to sign in with; made on the way, with its mailbox, where there is none yet. Throws
 * CallError; `onMade` is told of everything made before that.
 */
export async function getOrCreateAccount(
  request: ConnectRequest,
  choice: ConnectChoice,
  /** What the account is called until its address is known. */
  label: string,
  made: PendingSignIn | null,
  onMade: (made: PendingSignIn) => void,
): Promise<{ mailboxId: string; accountId: string }> {
  const again = findAccountToReconnect(request)
  if (again !== null) return again
  if (made?.accountId) return { mailboxId: made.mailboxId, accountId: made.accountId }
  const newMailbox = made?.newMailbox ?? choice.mailbox.kind === 'new'
  const mailboxId = made?.mailboxId ?? (await getOrCreateMailbox(choice.mailbox))
  onMade({ mailboxId, accountId: null, newMailbox })
  const account: OutputOf<'accounts.create'> = await call('accounts.create', {
    mailboxId,
    provider: choice.provider,
    displayLabel: label,
  })
  onMade({ mailboxId, accountId: account.accountId, newMailbox })
  return { mailboxId, accountId: account.accountId }
}

async function getOrCreateMailbox(choice: MailboxChoice): Promise<string> {
  if (choice.kind === 'existing') return choice.mailboxId
  return (await call('mailboxes.create', { displayName: choice.name })).mailboxId
}
