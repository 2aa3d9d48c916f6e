import type { Clock } from '#core/ports/clock.ts'
import { ProviderError, type MailProvider, type SyncContext } from '#core/ports/provider.ts'
import type { AccessTokenSource, GoogleEndpoints, Logger } from '#core/ports/services.ts'
import { incrementalSync } from './sync/incremental-sync.ts'
import { parseSyncCursor, type GmailSyncCursor } from './sync/sync-cursor.ts'
import { createGmailClient } from './client/gmail-client.ts'
import { fetchAttachment, fetchMessage, fetchRawMessage } from './messages/fetch-content.ts'
import { fetchHeaders } from './messages/fetch-headers.ts'
import { initialSync } from './sync/initial-sync.ts'
import { createRateLimiter, type RateLimiter } from './client/rate-limiter.ts'
import { fetchIdentity } from './fetch-identity.ts'
import { fetchProfile } from './fetch-profile.ts'
import { QUOTA_TABLES, type QuotaProfile } from './client/quota.ts'
import { applyChange, GMAIL_CHANGES } from './changes/apply-change.ts'
import {
  createDraft,
  deleteDraft,
  draftExists,
  findSent,
  sendDraft,
} from './sending/send-message.ts'
import type { GmailSession } from './sync/sync-context.ts'

export type { QuotaProfile } from './client/quota.ts'

export interface GmailOptions {
  tokens: AccessTokenSource
  endpoints: GoogleEndpoints
  clock: Clock
  logger: Logger
  /** Which price list the Google Cloud project has. */
  quotaProfile: QuotaProfile
  /** The project's budget as a multiple of the list's, where Google granted another. Default 1. */
  quotaScale?: number
  /** Batches in flight at once during backfill. Default 4. */
  maxBatches?: number
  /** The account's limiter where it outlives this adapter. */
  limiter?: RateLimiter
  /** 0 to 1; spreads the waits before retries. Without it they are not spread. */
  random?: () => number
}

/** The accounts' adapters, with the one limiter each account has however often it is opened. */
export interface GmailProviders {
  open(
    accountId: string,
    connection: { tokens: AccessTokenSource; endpoints: GoogleEndpoints },
  ): MailProvider
  /** The account is gone: its limiter as well. */
  forget(accountId: string): void
}

export function createGmailProviders(
  shared: Pick<
    GmailOptions,
    'clock' | 'logger' | 'random' | 'quotaProfile' | 'quotaScale' | 'maxBatches'
  >,
): GmailProviders {
  const limiters = new Map<string, RateLimiter>()
  return {
    open(accountId, connection) {
      const limiter = limiters.get(accountId) ?? createAccountRateLimiter(shared)
      limiters.set(accountId, limiter)
      return createGmailProvider({ ...shared, ...connection, limiter })
    },
    forget: (accountId) => void limiters.delete(accountId),
  }
}

/** Gmail as the core's mail provider, for one account. */
export function createGmailProvider(options: GmailOptions): MailProvider {
  const { tokens, endpoints, clock, logger, quotaProfile, maxBatches = 4, random } = options
  const limiter = options.limiter ?? createAccountRateLimiter(options)
  const { costs } = QUOTA_TABLES[quotaProfile]
  const client = createGmailClient({
    tokens,
    endpoints,
    clock,
    limiter,
    costs,
    ...(random === undefined ? {} : { random }),
  })
  const session: GmailSession = { client, logger, maxBatches, labelsReadAt: 0 }

  return {
    fetchProfile: () => fetchProfile(client, { priority: 'user' }),
    fetchIdentity: (signal) => fetchIdentity(client, { priority: 'background', signal }),
    initialSync: (context) => initialSync(session, context),
    incrementalSync: (context) =>
      incrementalSync({ session, context, syncCursor: parseStoredCursor(context) }),
    fetchMessage: (ref) => fetchMessage(client, ref.providerMessageId),
    fetchHeaders: (refs, signal) => fetchHeaders(client, refs, signal),
    fetchRawMessage: (providerMessageId) => fetchRawMessage(client, providerMessageId),
    fetchAttachment: (providerMessageId, partId) =>
      fetchAttachment(client, providerMessageId, partId),
    capabilities: { placement: 'labels', changes: GMAIL_CHANGES },
    applyChange: (change, ids, options) => applyChange(client, change, ids, options),
    createDraft: (draft) => createDraft(client, draft),
    sendDraft: (draftId) => sendDraft(client, draftId),
    draftExists: (draftId) => draftExists(client, draftId),
    deleteDraft: (draftId) => deleteDraft(client, draftId),
    findSent: (appSendId, cursor) => findSent(client, appSendId, cursor),
    quota: () => limiter.usage(),
  }
}

function createAccountRateLimiter(
  options: Pick<GmailOptions, 'clock' | 'quotaProfile' | 'quotaScale' | 'random'>,
): RateLimiter {
  const { unitsPerMinute } = QUOTA_TABLES[options.quotaProfile]
  return createRateLimiter({
    clock: options.clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    unitsPerMinute: Math.floor(unitsPerMinute * (options.quotaScale ?? 1)),
  })
}

function parseStoredCursor(context: SyncContext): GmailSyncCursor {
  const checkpoint = parseSyncCursor(context.syncCursor)
  if (checkpoint) return checkpoint
  throw new ProviderError('cursor_expired', 'The place kept from the last sync cannot be read.')
}
