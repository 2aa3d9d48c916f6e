import type { MessageChange } from '#shared/domain/message-change.ts'
import type { Box, LabelRole, LabelType } from '#shared/contract/enums.ts'
import type { AccountAlias } from './accounts.ts'
import type { OutgoingDraft } from './outgoing.ts'
import type { IncomingHeaders, IncomingMessage, Placement, StoredPlacement } from './messages.ts'

/** A message at the provider. The thread id lets an adapter fetch a whole thread in one request. */
export interface MessageRef {
  providerMessageId: string
  providerThreadId: string
}

/** Where an adapter's sync continues. Stored as JSON; only the adapter reads it. */
export type SyncCursor = Record<string, unknown>

/**
 * One step of a sync. The engine commits everything in it, with its checkpoint, in one transaction,
 * so that a kill between two steps loses nothing and repeats at most one step's requests.
 */
export interface SyncStep {
  phase: 'recent' | 'inventory' | 'backfill' | 'incremental'
  upserts: IncomingMessage[]
  placements: { providerMessageId: string; placement: Placement }[]
  /** Messages that the provider says do not exist any more. */
  deletions: string[]
  /** Messages now known to exist, to be fetched by later steps, newest first. */
  discovered: MessageRef[]
  /** Messages that could not be fetched this time and why; they stay in the backlog. */
  failures: { ref: MessageRef; error: ProviderFailure }[]
  labels: ProviderLabel[] | null
  syncCursor: SyncCursor
  /** The number of messages that the provider reports, or null where it does not. */
  total: number | null
}

export interface ProviderLabel {
  id: string
  /** With the names of those it is nested in, as in `Parent/Child`. */
  name: string
  /** Whether the provider made it or the person. */
  kind: 'system' | 'user'
  type: LabelType
  /** What it is for, where both providers have such a one. */
  role: LabelRole | null
  /** The label or folder it is nested in; null at the top. */
  parentId: string | null
  /** `#rrggbb`, where the person gave it one. */
  colour: string | null
  /** The person chose not to see it in the list of labels. */
  isHidden: boolean
}

/** What a running sync can read from the store and the engine. */
export interface SyncContext {
  syncCursor: SyncCursor | null
  /** The next messages of the backlog, newest first, whole threads together. */
  nextBacklog(limit: number): Promise<MessageRef[]>
  /** Those of the given ids that are stored already. */
  knownIds(providerMessageIds: string[]): Promise<Set<string>>
  /** Whether any message of the account is stored. */
  hasStoredMessages(): Promise<boolean>
  /**
   * Every stored message with its placement, in chunks of a thousand and in the order of the
   * provider's ids. Messages may be changed or deleted while this is read.
   */
  storedPlacements(): AsyncIterable<StoredPlacement[]>
  /** Mail received before this (epoch milliseconds) is not wanted here; null wants everything. */
  since: number | null
  /** Boxes on the screen whose newest mail is to be fetched first; each is returned once. */
  takeViewedBoxes(): Box[]
  /** The labels as stored. */
  labels(): Promise<ProviderLabel[]>
  /** A full poll, which also reads what an ordinary poll cannot see, such as renamed labels. */
  isFullPoll?: boolean
  signal: AbortSignal
  /** Called before waiting for quota or after throttling, so that progress can show it. */
  onWaiting(untilMs: number | null): void
  /**
   * Called at the end of a sync with the number of messages or folders it could not read; the
   * account is not complete until that is 0.
   */
  onIncomplete(count: number): void
  /**
   * Resolves when a poll is due while a long sync runs; the next call says that the poll has ended.
   * Rejects when the sync is stopped.
   */
  nextPoll(): Promise<void>
}

export type ProviderErrorKind =
  /** The grant is gone: the person must sign in again. */
  | 'auth'
  /** Too many requests, or a daily limit; `retryAfterMs` says when. */
  | 'throttled'
  /** The request did not reach the provider. */
  | 'offline'
  /** The provider says it does not exist. */
  | 'not_found'
  /** The account has no mailbox that can be reached: not enabled, moved or blocked. */
  | 'mailbox_unavailable'
  /** The cursor is too old; start over without losing local state. */
  | 'cursor_expired'
  /** The request may or may not have been carried out: a send is never repeated after this. */
  | 'ambiguous'
  /** The provider understood and refused; repeating will not help. */
  | 'rejected'
  /** The provider failed; repeating a read is fine. */
  | 'server'

export interface ProviderFailure {
  kind: ProviderErrorKind
  message: string
  retryAfterMs: number | null
}

export class ProviderError extends Error {
  readonly failure: ProviderFailure

  constructor(
    kind: ProviderErrorKind,
    message: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'ProviderError'
    this.failure = { kind, message, retryAfterMs: options.retryAfterMs ?? null }
  }
}

export type ItemOutcome =
  | { providerMessageId: string; ok: true }
  | { providerMessageId: string; ok: false; failure: ProviderFailure }

/** The headers of one message, fetched without its body. */
export interface FetchedHeaders {
  providerMessageId: string
  headers: IncomingHeaders
}

export interface SentCopy {
  providerMessageId: string
  providerThreadId: string
}

export interface ProviderProfile {
  emailAddress: string
  messagesTotal: number
  /** Where history stands now; the baseline a later probe or sync starts from. */
  cursor: string
}

/** Who the account's person is at the provider. */
export interface ProviderIdentity {
  /** Empty where the provider does not say. */
  name: string
  /** Addresses besides the account's own that it may send from. */
  aliases: AccountAlias[]
}

/** What a provider can do, as far as it matters to what a person is offered. */
export interface ProviderCapabilities {
  /** Several labels a message (Gmail), or one folder (Outlook). */
  placement: 'labels' | 'folders'
  /** Kinds of change that it carries out. Others are kept here only. */
  changes: readonly MessageChange['kind'][]
}

/** One connected account at its provider. Every method may throw a ProviderError. */
export interface MailProvider {
  fetchProfile(): Promise<ProviderProfile>
  /** The person's name and the addresses they may send from. */
  fetchIdentity(signal: AbortSignal): Promise<ProviderIdentity>
  /** Fetches everything, continuing from the cursor if there is one. The last step has the final cursor. */
  initialSync(context: SyncContext): AsyncIterable<SyncStep>
  /**
   * Fetches what changed since the cursor. Yields nothing where nothing changed.
   * Throws `cursor_expired` where the cursor is too old.
   */
  incrementalSync(context: SyncContext): AsyncIterable<SyncStep>
  fetchMessage(ref: MessageRef): Promise<IncomingMessage>
  /**
   * The headers of messages, in batches, with what the quota leaves to background work. Messages
   * that are gone or that the provider refuses one by one are missing from the result.
   */
  fetchHeaders(refs: readonly MessageRef[], signal: AbortSignal): Promise<FetchedHeaders[]>
  fetchRawMessage(providerMessageId: string): Promise<Uint8Array>
  fetchAttachment(providerMessageId: string, partId: string): Promise<Uint8Array>
  readonly capabilities: ProviderCapabilities
  /**
   * Carries out one change for many messages. Every message has its own outcome; throws only what
   * concerns all of them (sign-in, network, limits).
   *
   * @param options.isolate sends each message on its own, so that one that fails shows as one
   */
  applyChange(
    change: MessageChange,
    providerMessageIds: string[],
    options?: { isolate?: boolean },
  ): Promise<ItemOutcome[]>
  createDraft(draft: OutgoingDraft): Promise<{ draftId: string }>
  sendDraft(draftId: string): Promise<SentCopy>
  draftExists(draftId: string): Promise<boolean>
  deleteDraft(draftId: string): Promise<void>
  /**
   * The sent message that bears our `X-App-Send-Id`, looked for since `cursor`. `draftId` is the
   * draft it was sent from: a provider whose drafts keep their id when sent finds it by that.
   */
  findSent(appSendId: string, cursor: string, draftId?: string): Promise<SentCopy | null>
  quota(): { usedLastMinute: number; limitPerMinute: number }
}
