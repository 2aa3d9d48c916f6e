import type { IncomingMessage } from '#core/ports/messages.ts'
import type { FolderTreeContext } from './sync-context.ts'

/** True unless the message was received before the start of the sync window. */
export function isInSyncWindow(
  run: FolderTreeContext,
  { receivedAt }: { receivedAt: number },
): boolean {
  const { since } = run.context
  // 0 means that Graph did not send the time: it is decided once the full message is fetched.
  return since === null || receivedAt === 0 || receivedAt >= since
}

/** The messages inside the sync window, and the ids of those that are older. */
export function partitionBySyncWindow(
  run: FolderTreeContext,
  messages: readonly IncomingMessage[],
): { wanted: IncomingMessage[]; tooOld: string[] } {
  return {
    wanted: messages.filter((message) => isInSyncWindow(run, message)),
    tooOld: messages.flatMap((message) =>
      isInSyncWindow(run, message) ? [] : [message.providerMessageId],
    ),
  }
}
