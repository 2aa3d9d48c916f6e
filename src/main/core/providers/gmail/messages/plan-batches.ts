import type { MessageRef } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { quotaCostOfPart, messagePart, quotaCostOfParts, type FetchPart } from './fetch-messages.ts'

/** A batch never asks for more messages than this, however long the threads are. */
export const MAX_BATCH_MESSAGES = 400

/** A further batch is only worth a request where it fills this share of a slot. */
const MIN_BATCH_SHARE = 0.25

/**
 * Packs what leaves together for `slotUnits`, newest first: one full batch of threads, or as many
 * batches of single messages as come to the same. A slot is of one kind where there is enough of
 * it. What leaves together comes free together a minute later, so that equal slots stay equal and
 * no part of a minute is left over.
 */
export function planBatches(
  backlog: readonly MessageRef[],
  slotUnits: number,
  costs: GmailClient['costs'],
): FetchPart[][] {
  const parts = groupIntoParts(backlog)
  const kinds = [...Map.groupBy(parts, (part) => part.kind).values()]
  let rest = kinds.find((some) => quotaCostOfParts(some, costs) >= slotUnits) ?? parts
  let left = slotUnits
  const batches: FetchPart[][] = []
  while (rest.length > 0 && left >= slotUnits * MIN_BATCH_SHARE) {
    const batch = planFirstBatch(rest, left, costs)
    const units = quotaCostOfParts(batch, costs)
    if (units > left && batches.length > 0) break
    batches.push(batch)
    left -= units
    rest = rest.slice(batch.length)
  }
  return batches
}

/** The first parts that go into one batch: at least one, even where it is more than `maxUnits`. */
export function planFirstBatch(
  parts: readonly FetchPart[],
  maxUnits: number,
  costs: GmailClient['costs'],
): FetchPart[] {
  let units = 0
  let messages = 0
  const end = parts.findIndex((part, index) => {
    units += quotaCostOfPart(part, costs)
    messages += part.refs.length
    const isTooMuch = units > maxUnits || messages > MAX_BATCH_MESSAGES
    return index === MAX_BATCH_PARTS || (isTooMuch && index > 0)
  })
  return end < 0 ? [...parts] : parts.slice(0, end)
}

/**
 * A size that divides the minute's budget evenly: the window holds a whole number of batches, so a
 * size that does not divide it would leave part of every minute unused.
 */
export function evenBatchUnits(units: number, budget: number): number {
  return units >= budget ? budget : Math.floor(budget / Math.ceil(budget / units))
}

/**
 * How to ask for messages: a thread in one call where two or more of its messages are missing (two
 * cost as much as their thread, and take twice the room in a batch), else message by message.
 */
export function groupIntoParts(backlog: readonly MessageRef[]): FetchPart[] {
  const threads = Map.groupBy(backlog, (ref) => ref.providerThreadId)
  return [...threads].flatMap(([id, refs]): FetchPart[] =>
    refs.length > 1 ? [{ kind: 'thread', id, refs }] : refs.map(messagePart),
  )
}
