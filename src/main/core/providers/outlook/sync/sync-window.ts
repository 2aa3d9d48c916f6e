import type { IncomingMessage } from '#core/ports/messages.ts'
import type { FolderTreeContext } from './sync-context.ts'

/** True unless it was received before what the person wants here. */
export function isInSyncWindow(
  run: FolderTreeContext,
  { receivedAt }: { receivedAt: number },
): boolean {
  const { since } = run.context
  // A time of 0 means that Graph did not tell it: then the whole message decides once it is here.
  return since === null || receivedAt === 0 || receivedAt >= since
}

/** The messages that are wanted here, and the ids of those that are too old for it. */
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
