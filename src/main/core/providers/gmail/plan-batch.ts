import type { MessageRef } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import type { GmailClient } from './client.ts'
import { costOfPart, messagePart, type FetchPart } from './fetch-messages.ts'

/** A batch never asks for more messages than this, however long the threads are. */
export const MAX_BATCH_MESSAGES = 250

/**
 * Packs a batch from the backlog, newest first: a thread in one call where two or more of its
 * messages are missing, else message by message.
 */
export function planBatch(
  backlog: readonly MessageRef[],
  maxUnits: number,
  costs: GmailClient['costs'],
): FetchPart[] {
  const parts: FetchPart[] = []
  let units = 0
  let messages = 0
  const threads = Map.groupBy(backlog, (ref) => ref.providerThreadId)
  for (const [threadId, refs] of threads) {
    for (const part of partsOfThread(threadId, refs)) {
      units += costOfPart(part, costs)
      messages += part.refs.length
      const isFull =
        parts.length === MAX_BATCH_PARTS || units > maxUnits || messages > MAX_BATCH_MESSAGES
      if (isFull && parts.length > 0) return parts
      parts.push(part)
    }
  }
  return parts
}

/**
 * A size that divides the minute's budget evenly: the window holds a whole number of batches, so a
 * size that does not divide it would leave part of every minute unused.
 */
export function evenUnits(units: number, budget: number): number {
  return units >= budget ? budget : Math.floor(budget / Math.ceil(budget / units))
}

/** Two messages cost as much as their thread, and take twice the room in a batch. */
function partsOfThread(threadId: string, refs: MessageRef[]): FetchPart[] {
  return refs.length > 1 ? [{ kind: 'thread', id: threadId, refs }] : refs.map(messagePart)
}
