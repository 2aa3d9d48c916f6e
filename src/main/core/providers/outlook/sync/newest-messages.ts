import type { SyncStep } from '#core/ports/provider.ts'
import { NEWEST_FIRST } from '../messages/selected-fields.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { markUnverified, createStep, type OutlookSyncContext } from './sync-context.ts'
import { convertMessages, listMessages } from '../messages/fetch-messages.ts'

const NEWEST_IN_INBOX = 50

/** First something to read: the newest 50 of the inbox with all there is to them, in one request. */
export async function syncNewestMessages(run: OutlookSyncContext): Promise<SyncStep> {
  const { items } = await listMessages(
    run,
    { start: '/me/mailFolders/inbox/messages', query: `${NEWEST_FIRST}&$top=${NEWEST_IN_INBOX}` },
    'user',
  )
  // All of them are in the inbox, whose id nobody has asked for yet.
  const inbox = items[0]?.parentFolderId
  const { syncCursor: checkpoint } = run
  if (inbox) run.syncCursor = { ...checkpoint, wellKnown: { inbox } }
  const { messages, failures } = await convertMessages(run, items)
  const { wanted } = partitionBySyncWindow(run, messages)
  run.syncCursor = checkpoint
  // Until a list shows them: one that is deleted before its folder is listed is in no list.
  markUnverified(
    run,
    wanted.map(({ providerMessageId }) => providerMessageId),
  )
  run.context.onWaiting(null)
  return createStep(run, { phase: 'recent', upserts: wanted, failures })
}
