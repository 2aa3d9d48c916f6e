import { z } from 'zod'

/** Words that appear in more than one domain of the contract. */

export const providerSchema = z.enum(['gmail', 'outlook'])
export type Provider = z.infer<typeof providerSchema>

export const accountStatusSchema = z.enum([
  'disconnected',
  'connecting',
  'connected',
  'reauth_required',
])
export type AccountStatus = z.infer<typeof accountStatusSchema>

/** ALL_MAIL is everything that is neither spam, trash nor draft. */
export const boxSchema = z.enum([
  'ALL_MAIL',
  'INBOX',
  'SENT',
  'SPAM',
  'TRASH',
  'ARCHIVE',
  'STARRED',
])
export type Box = z.infer<typeof boxSchema>

/** Where one message mainly lives; a message can be listed in several boxes. */
export const homeBoxSchema = z.enum(['INBOX', 'SENT', 'DRAFT', 'SPAM', 'TRASH', 'ARCHIVE'])
export type HomeBox = z.infer<typeof homeBoxSchema>

export const syncPhaseSchema = z.enum([
  /** Asking the provider who we are and where history stands. */
  'starting',
  /** The newest messages, so that there is something to read at once. */
  'recent',
  /** Learning which messages exist (ids only). */
  'inventory',
  /** Fetching the rest, newest first. */
  'backfill',
  /** Applying what changed since the last cursor. */
  'incremental',
  /** Nothing under way; everything the provider has is here. */
  'complete',
  /** Stopped by the person. */
  'paused',
  'error',
])
export type SyncPhase = z.infer<typeof syncPhaseSchema>

/** What an account's background work waits for. */
export const waitingForSchema = z.enum(['quota', 'network', 'retry'])
export type WaitingFor = z.infer<typeof waitingForSchema>

export const outboxStateSchema = z.enum([
  'scheduled',
  'waiting',
  'sending',
  'sent',
  'unknown',
  'failed',
  'cancelled',
])
export type OutboxState = z.infer<typeof outboxStateSchema>

/** What kind of grouping of the provider's it is; Outlook's are folders, Gmail's the others. */
export const labelTypeSchema = z.enum(['system', 'label', 'folder', 'category'])
export type LabelType = z.infer<typeof labelTypeSchema>

/** What a label or folder is for, where both providers have such a one. */
export const labelRoleSchema = z.enum([
  'inbox',
  'sent',
  'drafts',
  'archive',
  'spam',
  'trash',
  'starred',
  'important',
])
export type LabelRole = z.infer<typeof labelRoleSchema>

/** The health of the database; `suspected`: a statement met damage and it is being looked into. */
export const databaseStateSchema = z.enum(['ok', 'checking', 'suspected', 'repairing', 'damaged'])
export type DatabaseStateName = z.infer<typeof databaseStateSchema>

/** Where damage is, in a person's words; `file` where nothing at all can be read. */
export const damagedPartSchema = z.enum(['mail', 'drafts', 'outgoing', 'accounts', 'file'])
export type DamagedPart = z.infer<typeof damagedPartSchema>
