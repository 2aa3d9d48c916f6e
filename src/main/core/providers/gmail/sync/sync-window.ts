import type { SyncStep } from '#core/ports/provider.ts'
import type { FetchedMessages } from '../messages/fetch-messages.ts'
import type { GmailSyncContext } from './sync-context.ts'

/**
 * Keeps the fetched messages that are inside the sync window. Older ones become deletions, so that
 * they leave the backlog.
 */
export function applySyncWindow(
  run: GmailSyncContext,
  { messages, gone, failures }: FetchedMessages,
): Pick<SyncStep, 'upserts' | 'deletions' | 'failures'> {
  const { since } = run.context
  const isWanted = ({ receivedAt }: { receivedAt: number }): boolean =>
    since === null || receivedAt >= since
  return {
    upserts: messages.filter(isWanted),
    deletions: [
      ...gone.map((ref) => ref.providerMessageId),
      ...messages.flatMap((message) => (isWanted(message) ? [] : [message.providerMessageId])),
    ],
    failures,
  }
}
