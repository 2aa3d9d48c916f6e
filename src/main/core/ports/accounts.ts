import type { AccountStatus, Provider } from '#shared/contract/enums.ts'

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
  /** Which failure it is, where the code covers several. */
  reason?: string
  /** A help page of the provider. */
  helpUrl?: string
}

/** The person's choices about an account's sync, and how far they were applied. */
export interface SyncPreferences {
  /** Paused by the person: nothing is fetched until they resume it. */
  isPaused: boolean
  /** How many days back mail is fetched, as chosen; null for everything. */
  syncDays: number | null
  /** The start of the sync window that followed from it, epoch milliseconds; mail from then on is kept. */
  syncSince: number | null
  /** Bodies of older mail are not stored and are fetched when opened; null stores every body. */
  offlineDays: number | null
  /** The `syncSince` that was applied last; -1 while one is being applied. */
  keptSince: number | null
  /** Bodies of mail older than this were removed; -1 while that is being done. */
  bodiesSince: number | null
}

/** The choices of a new account. */
export const DEFAULT_SYNC_PREFERENCES: SyncPreferences = {
  isPaused: false,
  syncDays: null,
  syncSince: null,
  offlineDays: null,
  keptSince: null,
  bodiesSince: null,
}

/** Who writes from an account, as the provider says or as the person chose. */
export interface AccountIdentity {
  /** The name in From; empty where none is known. */
  personName: string
  /** The person chose the name: what the provider says does not replace it. */
  isNameEdited: boolean
}

/** The identity of a new account. */
export const UNKNOWN_IDENTITY: AccountIdentity = { personName: '', isNameEdited: false }

/** An address that mail may be sent from besides the account's own. */
export interface AccountAlias {
  address: string
  /** Empty: the account's name is used. */
  name: string
  /** The provider writes new mail from it unless the person chooses otherwise. */
  isDefault: boolean
  /** Where answers go; null for the alias itself. */
  replyTo: string | null
}

export interface AccountRow extends SyncPreferences, AccountIdentity {
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
