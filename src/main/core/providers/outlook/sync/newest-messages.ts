import type { SyncStep } from '#core/ports/provider.ts'
import { NEWEST_FIRST } from '../messages/selected-fields.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { markUnverified, createStep, type OutlookSyncContext } from './sync-context.ts'
import { convertMessages, listMessages } from '../messages/fetch-messages.ts'

const NEWEST_IN_INBOX = 50

/** Fetches the newest 50 messages of the inbox in full, in one request, so that mail shows soon. */
export async function syncNewestMessages(run: OutlookSyncContext): Promise<SyncStep> {
  const { items } = await listMessages(
    run,
    { start: '/me/mailFolders/inbox/messages', query: `${NEWEST_FIRST}&$top=${NEWEST_IN_INBOX}` },
    'user',
  )
  // All of them are in the inbox, whose id is not fetched yet: take it from the first message.
  const inbox = items[0]?.parentFolderId
  const { syncCursor: checkpoint } = run
  if (inbox) run.syncCursor = { ...checkpoint, wellKnown: { inbox } }
  const { messages, failures } = await convertMessages(run, items)
  const { wanted } = partitionBySyncWindow(run, messages)
  run.syncCursor = checkpoint
  // They stay unverified until a list shows them: a message deleted before its folder is listed
  // is in no list, so nothing else would notice the deletion.
  markUnverified(
    run,
    wanted.map(({ providerMessageId }) => providerMessageId),
  )
  run.context.onWaiting(null)
  return createStep(run, { phase: 'recent', upserts: wanted, failures })
}
