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
  /** Which of the failures under this code it is. */
  reason?: string
  /** A page at the provider that helps. */
  helpUrl?: string
}

/** What the person chose about an account's sync, and how far that was carried out. */
export interface SyncChoices {
  /** The person stopped it; nothing is fetched until they go on. */
  isPaused: boolean
  /** How many days back mail is fetched, as chosen; null for everything. */
  syncDays: number | null
  /** What that meant on the day it was chosen, epoch milliseconds. Mail from then on is kept here. */
  syncSince: number | null
  /** Bodies of older mail are not kept here and asked for when opened; null keeps every one. */
  offlineDays: number | null
  /** What of `syncSince` was carried out: differs until it is; -1 while it is under way. */
  keptSince: number | null
  /** Bodies of mail older than this were removed here; -1 while that is under way. */
  bodiesSince: number | null
}

/** What holds for a new account. */
export const DEFAULT_SYNC_CHOICES: SyncChoices = {
  isPaused: false,
  syncDays: null,
  syncSince: null,
  offlineDays: null,
  keptSince: null,
  bodiesSince: null,
}

export interface AccountRow extends SyncChoices {
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
