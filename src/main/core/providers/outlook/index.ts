import type { Clock } from '#core/ports/clock.ts'
import {
  ProviderError,
  type MailProvider,
  type ProviderProfile,
  type SyncContext,
} from '#core/ports/provider.ts'
import type { AccessTokenSource, Logger, MicrosoftEndpoints } from '#core/ports/services.ts'
import { incrementalSync } from './sync/incremental-sync.ts'
import { createSyncCursor, parseSyncCursor, type OutlookSyncCursor } from './sync/sync-cursor.ts'
import { createGraphClient } from './client/graph-client.ts'
import { fetchAttachment, fetchMessage, fetchRawMessage } from './messages/fetch-content.ts'
import { fetchFolderTree } from './sync/folders/fetch-folder-tree.ts'
import { fetchHeaders } from './messages/fetch-headers.ts'
import { initialSync } from './sync/initial-sync.ts'
import { createRateLimiter, type RateLimiter } from './client/rate-limiter.ts'
import { fetchIdentity } from './fetch-identity.ts'
import { sentSearchStart, fetchProfile } from './fetch-profile.ts'
import { applyChange, OUTLOOK_CHANGES } from './changes/apply-change.ts'
import {
  createDraft,
  deleteDraft,
  draftExists,
  findSent,
  sendDraft,
} from './sending/send-message.ts'
import {
  createSyncContext,
  type OutlookSession,
  type OutlookSyncContext,
  type FolderTreeContext,
} from './sync/sync-context.ts'

export interface OutlookOptions {
  tokens: AccessTokenSource
  endpoints: MicrosoftEndpoints
  clock: Clock
  logger: Logger
  /** The account's limiter where it outlives this adapter. */
  limiter?: RateLimiter
  /** 0 to 1; spreads the waits before retries. Without it they are not spread. */
  random?: () => number
}

/** The accounts' adapters, with the one limiter each account has however often it is opened. */
export interface OutlookProviders {
  open(
    accountId: string,
    connection: { tokens: AccessTokenSource; endpoints: MicrosoftEndpoints },
  ): MailProvider
  /** The account is gone: its limiter as well. */
  forget(accountId: string): void
}

export function createOutlookProviders(
  shared: Pick<OutlookOptions, 'clock' | 'logger' | 'random'>,
): OutlookProviders {
  const limiters = new Map<string, RateLimiter>()
  return {
    open(accountId, connection) {
      const limiter = limiters.get(accountId) ?? createRateLimiter(shared)
      limiters.set(accountId, limiter)
      return createOutlookProvider({ ...shared, ...connection, limiter })
    },
    forget: (accountId) => void limiters.delete(accountId),
  }
}

/** Outlook through Microsoft Graph as the core's mail provider, for one account. */
export function createOutlookProvider(options: OutlookOptions): MailProvider {
  const { tokens, endpoints, clock, logger, random = () => 0.5 } = options
  const limiter = options.limiter ?? createRateLimiter({ clock, random })
  const client = createGraphClient({ tokens, endpoints, clock, limiter, random })
  const session: OutlookSession = {
    client,
    logger,
    unstoredCursor: null,
    canExpandAttachments: true,
    changedFolderIds: new Set(),
    isInitialSync: false,
    pollCount: 0,
  }
  let profile: ProviderProfile | null = null
  /** Folders as the last sync saw them, for messages that are read on their own. */
  let lastRun: FolderTreeContext | null = null

  const remember = (run: OutlookSyncContext): OutlookSyncContext => {
    lastRun = run
    return run
  }

  return {
    async fetchProfile() {
      // Asked before every send; whose mailbox it is does not change.
      profile ??= await fetchProfile(client)
      return { ...profile, cursor: sentSearchStart(client) }
    },
    fetchIdentity: (signal) => fetchIdentity(client, signal),
    initialSync: (context) => initialSync(session, context, remember),
    incrementalSync: (context) =>
      incrementalSync(remember(createSyncContext(session, context, parseStoredCursor(context)))),
    async fetchMessage(ref) {
      lastRun ??= await createFolderTreeContext(session)
      return fetchMessage(lastRun, ref)
    },
    fetchHeaders: (refs, signal) => fetchHeaders(client, refs, signal),
    fetchRawMessage: (providerMessageId) => fetchRawMessage(client, providerMessageId),
    fetchAttachment: (providerMessageId, partId) =>
      fetchAttachment(client, providerMessageId, partId),
    capabilities: { placement: 'folders', changes: OUTLOOK_CHANGES },
    applyChange: (change, ids) => applyChange(client, change, ids),
    createDraft: (draft) => createDraft(client, draft),
    sendDraft: (draftId) => sendDraft(client, draftId),
    draftExists: (draftId) => draftExists(client, draftId),
    deleteDraft: (draftId) => deleteDraft(client, draftId),
    findSent: (appSendId, cursor, draftId) => findSent(client, appSendId, cursor, draftId),
    quota: () => limiter.usage(),
  }
}

/** The folder tree alone, for a message that is read before anything was synced. */
async function createFolderTreeContext(session: OutlookSession): Promise<FolderTreeContext> {
  const run: FolderTreeContext = {
    session,
    context: { signal: new AbortController().signal, onWaiting: () => undefined, since: null },
    syncCursor: createSyncCursor(session.client.clock.now(), false),
  }
  await fetchFolderTree(run, 'user')
  return run
}

function parseStoredCursor(context: SyncContext): OutlookSyncCursor {
  const checkpoint = parseSyncCursor(context.syncCursor)
  if (checkpoint?.isRecentDone === true) return checkpoint
  throw new ProviderError('cursor_expired', 'The place kept from the last sync cannot be read.')
}
