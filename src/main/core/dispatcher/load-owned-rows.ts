import { MISSING_ROW_ERROR, type OwnedKind, type Owner } from '#shared/contract/owner.ts'
import { parseRowId } from '#shared/domain/parse-row-id.ts'
import { OperationError } from '#shared/errors.ts'
import type { AccountRow, MailboxRow } from '../ports/accounts.ts'
import type { OwnedRows } from '../ports/handlers.ts'
import type { MessageRow } from '../ports/messages.ts'
import type { ReadRepositories } from '../ports/store.ts'

type LoadedRows = Partial<
  { [K in keyof OwnedRows]: OwnedRows[K] | null } & { messageAccount: AccountRow }
>
type Input = Readonly<Record<string, unknown>>

/**
 * Reads the rows that a call's input names and checks that they are the caller's.
 * @throws OperationError `forbidden` for somebody else's row, the kind's `…_not_found` for a missing
 * one. What is named within a mailbox and is not in it counts as missing, whoever owns it.
 */
export async function loadOwnedRows(
  read: ReadRepositories,
  userId: string,
  owner: Owner,
  input: Input,
): Promise<LoadedRows> {
  const rows: LoadedRows = {}
  const mailboxId = textField(input, owner.mailbox)
  const mailbox = mailboxId === null ? null : await getMailbox(read, userId, mailboxId)
  if (mailbox !== null) rows.mailbox = mailbox
  if (owner.account !== undefined) {
    const accountId = textField(input, owner.account)
    rows.account = accountId === null ? null : await getAccount(read, mailbox, accountId)
  }
  if (owner.accounts !== undefined) {
    rows.accounts = await getAccounts(read, mailbox, input[owner.accounts])
  }
  const messageName = textField(input, owner.message)
  if (messageName !== null) {
    const found = await getMessage(read, rows.accounts ?? [], messageName)
    rows.message = found.message
    rows.messageAccount = found.account
  }
  if (owner.draft !== undefined) {
    const draftId = textField(input, owner.draft)
    rows.draft = draftId === null ? null : await getDraft(read, mailbox, draftId)
  }
  const outboxId = textField(input, owner.outboxItem)
  if (outboxId !== null) rows.outboxItem = await getOutboxItem(read, userId, outboxId)
  const changeId = textField(input, owner.pendingChange)
  if (changeId !== null) rows.pendingChange = await getPendingChange(read, userId, changeId)
  return rows
}

/** The id in a field of parsed input; null where the field is not named, absent or null. */
function textField(input: Input, field: string | undefined): string | null {
  const value = field === undefined ? null : input[field]
  return typeof value === 'string' ? value : null
}

async function getMailbox(
  read: ReadRepositories,
  userId: string,
  mailboxId: string,
): Promise<MailboxRow> {
  const mailbox = (await read.mailboxes.get(mailboxId)) ?? missing('mailbox')
  if (mailbox.userId !== userId) throw forbidden('This mailbox belongs to somebody else.')
  return mailbox
}

async function getAccount(
  read: ReadRepositories,
  mailbox: MailboxRow | null,
  accountId: string,
): Promise<AccountRow> {
  const account = await read.accounts.get(accountId)
  if (account === null || account.mailboxId !== mailbox?.id) return missing('account')
  return account
}

async function getAccounts(
  read: ReadRepositories,
  mailbox: MailboxRow | null,
  named: unknown,
): Promise<AccountRow[]> {
  if (mailbox === null) return []
  if (typeof named === 'string') return [await getAccount(read, mailbox, named)]
  const all = await read.accounts.listByMailbox(mailbox.id)
  if (!Array.isArray(named)) return all
  const wanted = new Set(named.map(accountIdOf))
  const found = all.filter(({ id }) => wanted.has(id))
  return found.length === wanted.size ? found : missing('accounts')
}

function accountIdOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'accountId' in item ? item.accountId : null
}

async function getMessage(
  read: ReadRepositories,
  accounts: readonly AccountRow[],
  name: string,
): Promise<{ message: MessageRow; account: AccountRow }> {
  for (const account of accounts) {
    const message = await read.messages.getByProviderId(account.id, name)
    if (message !== null) return { message, account }
  }
  const id = parseRowId(name)
  const message = id === null ? null : await read.messages.get(id)
  const account = accounts.find((candidate) => candidate.id === message?.accountId)
  if (message === null || account === undefined) return missing('message')
  return { message, account }
}

async function getDraft(
  read: ReadRepositories,
  mailbox: MailboxRow | null,
  draftId: string,
): Promise<OwnedRows['draft']> {
  const draft = await read.drafts.get(draftId)
  if (draft === null || draft.mailboxId !== mailbox?.id) return missing('draft')
  return draft
}

async function getOutboxItem(
  read: ReadRepositories,
  userId: string,
  id: string,
): Promise<OwnedRows['outboxItem']> {
  const row = (await read.outbox.get(id)) ?? missing('outboxItem')
  if (row.userId !== userId) throw forbidden('This outgoing message belongs to somebody else.')
  return row
}

async function getPendingChange(
  read: ReadRepositories,
  userId: string,
  id: string,
): Promise<OwnedRows['pendingChange']> {
  const row = (await read.pendingChanges.get(id)) ?? missing('pendingChange')
  const account = (await read.accounts.get(row.accountId)) ?? missing('pendingChange')
  if (account.userId !== userId) throw forbidden('This change belongs to somebody else.')
  return row
}

const MISSING_TEXT = {
  mailbox: 'This mailbox does not exist (any more).',
  account: 'This account is not in this mailbox.',
  accounts: 'This account is not in this mailbox.',
  message: 'This message is not here (any more).',
  draft: 'This draft does not exist (any more).',
  outboxItem: 'This outgoing message does not exist.',
  pendingChange: 'This change is not waiting any more.',
} as const satisfies Record<OwnedKind, string>

function missing(kind: OwnedKind): never {
  throw new OperationError(MISSING_ROW_ERROR[kind], MISSING_TEXT[kind])
}

function forbidden(message: string): OperationError {
  return new OperationError('forbidden', message)
}
