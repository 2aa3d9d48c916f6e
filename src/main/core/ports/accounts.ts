import type { AccountStatus, Provider } from '#shared/contract/vocabulary.ts'

export interface UserRow {
  id: string
  email: string | null
  name: string
  createdAt: number
}

export interface MailboxRow {
  id: string
  userId: string
  displayName: string
  colour: string | null
  signatureHtml: string
  defaultAccountId: string | null
  position: number
  createdAt: number
}

export interface StoredError {
  code: string
  message: string
  /** Epoch milliseconds. */
  at: number
}

export interface AccountRow {
  id: string
  mailboxId: string
  userId: string
  provider: Provider
  displayLabel: string
  emailAddress: string | null
  status: AccountStatus
  colour: string
  isDemo: boolean
  lastSyncedAt: number | null
  lastError: StoredError | null
  createdAt: number
}
