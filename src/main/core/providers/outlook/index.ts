import type { Clock } from '#core/ports/clock.ts'
import {
  ProviderError,
  type MailProvider,
  type ProviderProfile,
  type SyncContext,
} from '#core/ports/provider.ts'
import type { AccessTokenSource, Logger, MicrosoftEndpoints } from '#core/ports/services.ts'
import { changesSince } from './changes.ts'
import { emptyCheckpoint, readCheckpoint, type OutlookCheckpoint } from './checkpoint.ts'
import { createGraphMail } from './client.ts'
import { readAttachment, readMessage, readRaw } from './content.ts'
import { readFolders } from './folders.ts'
import { fullSync } from './full-sync.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { baseline, readProfile } from './profile.ts'
import { setRead } from './read-status.ts'
import { createDraft, deleteDraft, draftExists, findSent, sendDraft } from './sending.ts'
import { newRun, type OutlookSession, type SyncRun, type TreeRun } from './session.ts'

export interface OutlookOptions {
  tokens: AccessTokenSource
  endpoints: MicrosoftEndpoints
  clock: Clock
  logger: Logger
  /** The account's limiter where it outlives this adapter. */
  limiter?: Limiter
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
  shared: Pick<OutlookOptions, 'clock' | 'logger'>,
): OutlookProviders {
  const limiters = new Map<string, Limiter>()
  return {
    open(accountId, connection) {
      const limiter = limiters.get(accountId) ?? createLimiter(shared)
      limiters.set(accountId, limiter)
      return createOutlookProvider({ ...shared, ...connection, limiter })
    },
    forget: (accountId) => void limiters.delete(accountId),
  }
}

/** Outlook through Microsoft Graph as the core's mail provider, for one account. */
export function createOutlookProvider(options: OutlookOptions): MailProvider {
  const { tokens, endpoints, clock, logger } = options
  const limiter = options.limiter ?? createLimiter({ clock })
  const client = createGraphMail({ tokens, endpoints, clock, limiter })
  const session: OutlookSession = {
    client,
    logger,
    ahead: null,
    canExpand: true,
    mentioned: new Set(),
    looks: 0,
  }
  let profile: ProviderProfile | null = null
  /** Folders as the last sync saw them, for messages that are read on their own. */
  let lastRun: TreeRun | null = null

  const remember = (run: SyncRun): SyncRun => {
    lastRun = run
    return run
  }

  return {
    async profile() {
      // Asked before every send; whose mailbox it is does not change.
      profile ??= await readProfile(client)
      return { ...profile, cursor: baseline(client) }
    },
    fullSync: (context) => fullSync(session, context, remember),
    changes: (context) => changesSince(remember(newRun(session, context, startOf(context)))),
    async message(ref) {
      lastRun ??= await treeOnly(session)
      return readMessage(lastRun, ref)
    },
    raw: (providerMessageId) => readRaw(client, providerMessageId),
    attachment: (providerMessageId, partId) => readAttachment(client, providerMessageId, partId),
    setRead: (providerMessageIds, isRead) => setRead(client, providerMessageIds, isRead),
    createDraft: (mime) => createDraft(client, mime),
    sendDraft: (draftId) => sendDraft(client, draftId),
    draftExists: (draftId) => draftExists(client, draftId),
    deleteDraft: (draftId) => deleteDraft(client, draftId),
    findSent: (appSendId, cursor, draftId) => findSent(client, appSendId, cursor, draftId),
    quota: () => limiter.usage(),
  }
}

/** The folder tree alone, for a message that is read before anything was synced. */
async function treeOnly(session: OutlookSession): Promise<TreeRun> {
  const run: TreeRun = {
    session,
    context: { signal: new AbortController().signal, onWaiting: () => undefined, since: null },
    checkpoint: emptyCheckpoint(session.client.clock.now(), false),
  }
  await readFolders(run, 'user')
  return run
}

function startOf(context: SyncContext): OutlookCheckpoint {
  const checkpoint = readCheckpoint(context.checkpoint)
  if (checkpoint?.isRecentDone === true) return checkpoint
  throw new ProviderError('cursor_expired', 'The place kept from the last sync cannot be read.')
}
