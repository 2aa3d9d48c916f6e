import type { SyncStep } from '#core/ports/provider.ts'
import { NEWEST_FIRST } from '../messages/selected-fields.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { leaveUnsettled, stepOf, type OutlookSyncContext } from './sync-context.ts'
import { convertAll, listWhole } from '../messages/fetch-messages.ts'

const NEWEST = 50

/** First something to read: the newest 50 of the inbox with all there is to them, in one request. */
export async function syncNewestMessages(run: OutlookSyncContext): Promise<SyncStep> {
  const { items } = await listWhole(
    run,
    { start: '/me/mailFolders/inbox/messages', query: `${NEWEST_FIRST}&$top=${NEWEST}` },
    'user',
  )
  // All of them are in the inbox, whose id nobody has asked for yet.
  const inbox = items[0]?.parentFolderId
  const { checkpoint } = run
  if (inbox) run.checkpoint = { ...checkpoint, wellKnown: { inbox } }
  const { messages, failures } = await convertAll(run, items)
  const { wanted } = partitionBySyncWindow(run, messages)
  run.checkpoint = checkpoint
  // Until a list shows them: one that is deleted before its folder is listed is in no list.
  leaveUnsettled(
    run,
    wanted.map(({ providerMessageId }) => providerMessageId),
  )
  run.context.onWaiting(null)
  return stepOf(run, { phase: 'recent', upserts: wanted, failures })
}
