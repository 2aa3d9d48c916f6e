import type { MessageChange } from '#shared/domain/message-change.ts'
import type { Box } from '#shared/contract/vocabulary.ts'
import type { IncomingHeaders, IncomingMessage, Placement } from './messages.ts'

/** Which message at the provider; the thread lets an adapter fetch a whole conversation at once. */
export interface MessageRef {
  providerMessageId: string
  providerThreadId: string
}

/** Where a sync stands, as the adapter wrote it. Stored as JSON; opaque to the engine. */
export type SyncCursor = Record<string, unknown>

/**
 * One step of a sync. The engine commits everything in it, with its checkpoint, in one transaction,
 * so that a kill between two steps loses nothing and repeats at most one step's requests.
 */
export interface SyncStep {
  phase: 'recent' | 'inventory' | 'backfill' | 'incremental'
  upserts: IncomingMessage[]
  placements: { providerMessageId: string; placement: Placement }[]
  /** Gone on the provider's own word. */
  deletions: string[]
  /** Messages now known to exist, to be fetched by later steps, newest first. */
  discovered: MessageRef[]
  /** Messages that could not be fetched this time and why; they stay in the backlog. */
  failures: { ref: MessageRef; error: ProviderFailure }[]
  labels: ProviderLabel[] | null
  checkpoint: SyncCursor
  /** The provider's own count of messages, or null where it has not said. */
  total: number | null
}

export interface ProviderLabel {
  id: string
  name: string
  kind: 'system' | 'user'
}

/** What a sync may ask of the local side while it runs. */
export interface SyncContext {
  checkpoint: SyncCursor | null
  /** The next messages of the backlog, newest first, whole threads together. */
  nextBacklog(limit: number): Promise<MessageRef[]>
  backlogSize(): Promise<number>
  /** Those of the given ids that are stored already. */
  known(providerMessageIds: string[]): Promise<Set<string>>
  /** Every stored id, for reconciliation after a full inventory. */
  allKnown(): Promise<Set<string>>
  /** Where every stored message stands: for a provider that speaks of folders, not of messages. */
  placements(): Promise<Map<string, Placement>>
  /** Mail received before this (epoch milliseconds) is not wanted here; null wants everything. */
  since: number | null
  /** Boxes on the screen whose newest mail is wanted ahead of everything else; each is told once. */
  takeViewedBoxes(): Box[]
  /** The labels as stored. */
  labels(): Promise<ProviderLabel[]>
  /** The person asked, or the engine woke: look at what the cheap poll cannot see as well. */
  isFullPoll?: boolean
  signal: AbortSignal
  /** Told before waiting for quota or after throttling, so that progress can say so. */
  onWaiting(untilMs: number | null): void
  /**
   * Told at the end of a run what it could not get to know, in messages or folders: until that is
   * none, the account is not complete.
   */
  onIncomplete(count: number): void
  /**
   * Resolves when it is time to look for changes while a long sync runs; asking again says that the
   * look has ended. Rejects when the run is stopped.
   */
  nextPoll(): Promise<void>
}

export type ProviderErrorKind =
  /** The grant is gone: the person must sign in again. */
  | 'auth'
  /** Too many requests, or a daily limit; `retryAfterMs` says when. */
  | 'throttled'
  /** The network did not carry the request; nothing reached the provider. */
  | 'offline'
  /** The provider says it does not exist. */
  | 'not_found'
  /** The account has no mailbox that can be reached: not enabled, moved or blocked. */
  | 'mailbox_unavailable'
  /** The cursor is too old; start over without losing local state. */
  | 'cursor_expired'
  /** The request may or may not have been carried out: never repeat a send on this. */
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
  /** From nothing, or from where the checkpoint says, to everything. Ends with a cursor kept. */
  initialSync(context: SyncContext): AsyncIterable<SyncStep>
  /**
   * What changed since the checkpoint's cursor. Yields nothing where nothing changed.
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
  /** `providerThreadId` files a reply with its conversation. */
  createDraft(mime: Uint8Array, providerThreadId: string | null): Promise<{ draftId: string }>
  sendDraft(draftId: string): Promise<SentCopy>
  draftExists(draftId: string): Promise<boolean>
  deleteDraft(draftId: string): Promise<void>
  /**
   * The sent message that bears our `X-App-Send-Id`, looked for since `cursor`. `draftId` is the
   * draft it was sent from: where a draft keeps its id when it leaves, that answers at once.
   */
  findSent(appSendId: string, cursor: string, draftId?: string): Promise<SentCopy | null>
  quota(): { usedLastMinute: number; limitPerMinute: number }
}
