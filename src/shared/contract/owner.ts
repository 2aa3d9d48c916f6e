import type { ErrorCode } from '../errors.ts'

/**
 * Names, for each kind of row, the input field that holds its id. Accounts, messages and drafts
 * are looked for within the mailbox that the same input names.
 */
export interface Owner {
  mailbox?: string
  /** One account. Where the field is optional and absent, no account is loaded. */
  account?: string
  /**
   * Several accounts: a field with one account's id, or with a list of items that each have an
   * `accountId`. Where the field is absent it means every account of the mailbox.
   */
  accounts?: string
  /** A message, by the provider's id or by ours, in one of `accounts`. */
  message?: string
  draft?: string
  outboxItem?: string
  pendingChange?: string
}

export type OwnedKind = keyof Owner

/** What is answered where a named row does not exist; an operation that names one declares it. */
export const MISSING_ROW_ERROR = {
  mailbox: 'mailbox_not_found',
  account: 'account_not_found',
  accounts: 'account_not_found',
  message: 'email_not_found',
  draft: 'draft_not_found',
  outboxItem: 'outbox_item_not_found',
  pendingChange: 'pending_change_not_found',
} as const satisfies Record<OwnedKind, ErrorCode>
