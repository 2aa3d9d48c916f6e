import type { SyncStep } from '#core/ports/provider.ts'
import type { Fetched } from './fetch-messages.ts'
import type { SyncRun } from './session.ts'

/**
 * What of the fetched mail is wanted here: older mail than the person chose is not. It counts as
 * gone, so that nothing waits for it.
 */
export function wantedOf(
  run: SyncRun,
  { messages, gone, failures }: Fetched,
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
