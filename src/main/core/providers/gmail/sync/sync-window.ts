import type { SyncStep } from '#core/ports/provider.ts'
import type { FetchedMessages } from '../messages/fetch-messages.ts'
import type { GmailSyncContext } from './sync-context.ts'

/**
 * What of the fetched mail is wanted here: older mail than the person chose is not. It counts as
 * gone, so that nothing waits for it.
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
