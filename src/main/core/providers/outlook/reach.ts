import type { IncomingMessage } from '#core/ports/messages.ts'
import type { TreeRun } from './session.ts'

/** True unless it was received before what the person wants here. */
export function isWithinReach(run: TreeRun, { receivedAt }: { receivedAt: number }): boolean {
  const { since } = run.context
  return since === null || receivedAt >= since
}

/** The messages that are wanted here, and the ids of those that are too old for it. */
export function byReach(
  run: TreeRun,
  messages: readonly IncomingMessage[],
): { wanted: IncomingMessage[]; tooOld: string[] } {
  return {
    wanted: messages.filter((message) => isWithinReach(run, message)),
    tooOld: messages.flatMap((message) =>
      isWithinReach(run, message) ? [] : [message.providerMessageId],
    ),
  }
}
