import type { Clock } from '#core/ports/clock.ts'
import { ProviderError, type MailProvider, type SyncContext } from '#core/ports/provider.ts'
import type { AccessTokenSource, GoogleEndpoints, Logger } from '#core/ports/services.ts'
import { changesSince } from './changes.ts'
import { readCheckpoint, type GmailCheckpoint } from './checkpoint.ts'
import { createGmailClient } from './client.ts'
import { readAttachment, readMessage, readRaw } from './content.ts'
import { fullSync } from './full-sync.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { readProfile } from './profile.ts'
import { QUOTA_TABLES, type QuotaProfile } from './quota.ts'
import { setRead } from './read-status.ts'
import { createDraft, deleteDraft, draftExists, findSent, sendDraft } from './sending.ts'
import type { GmailSession } from './session.ts'

export type { QuotaProfile } from './quota.ts'

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
  limiter?: Limiter
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
  shared: Pick<GmailOptions, 'clock' | 'logger' | 'quotaProfile' | 'quotaScale' | 'maxBatches'>,
): GmailProviders {
  const limiters = new Map<string, Limiter>()
  return {
    open(accountId, connection) {
      const limiter = limiters.get(accountId) ?? limiterFor(shared)
      limiters.set(accountId, limiter)
      return createGmailProvider({ ...shared, ...connection, limiter })
    },
    forget: (accountId) => void limiters.delete(accountId),
  }
}

/** Gmail as the core's mail provider, for one account. */
export function createGmailProvider(options: GmailOptions): MailProvider {
  const { tokens, endpoints, clock, logger, quotaProfile, maxBatches = 4 } = options
  const limiter = options.limiter ?? limiterFor(options)
  const { costs } = QUOTA_TABLES[quotaProfile]
  const client = createGmailClient({ tokens, endpoints, clock, limiter, costs })
  const session: GmailSession = { client, logger, maxBatches, labelsReadAt: 0 }

  return {
    profile: () => readProfile(client, { priority: 'user' }),
    fullSync: (context) => fullSync(session, context),
    changes: (context) => changesSince({ session, context, checkpoint: startOf(context) }),
    message: (ref) => readMessage(client, ref.providerMessageId),
    raw: (providerMessageId) => readRaw(client, providerMessageId),
    attachment: (providerMessageId, partId) => readAttachment(client, providerMessageId, partId),
    setRead: (providerMessageIds, isRead) => setRead(client, providerMessageIds, isRead),
    createDraft: (mime, providerThreadId) => createDraft(client, mime, providerThreadId),
    sendDraft: (draftId) => sendDraft(client, draftId),
    draftExists: (draftId) => draftExists(client, draftId),
    deleteDraft: (draftId) => deleteDraft(client, draftId),
    findSent: (appSendId, cursor) => findSent(client, appSendId, cursor),
    quota: () => limiter.usage(),
  }
}

function limiterFor(options: Pick<GmailOptions, 'clock' | 'quotaProfile' | 'quotaScale'>): Limiter {
  const { unitsPerMinute } = QUOTA_TABLES[options.quotaProfile]
  return createLimiter({
    clock: options.clock,
    unitsPerMinute: Math.floor(unitsPerMinute * (options.quotaScale ?? 1)),
  })
}

function startOf(context: SyncContext): GmailCheckpoint {
  const checkpoint = readCheckpoint(context.checkpoint)
  if (checkpoint) return checkpoint
  throw new ProviderError('cursor_expired', 'The place kept from the last sync cannot be read.')
}
