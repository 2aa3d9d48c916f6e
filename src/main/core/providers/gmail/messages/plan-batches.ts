import type { MessageRef } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { quotaCostOfPart, messagePart, quotaCostOfParts, type FetchPart } from './fetch-messages.ts'

/** The most messages in a batch of several parts, however long the threads are. */
export const MAX_BATCH_MESSAGES = 400

/** A further batch is added only if at least this share of the slot's units is free. */
const MIN_BATCH_SHARE = 0.25

/**
 * Plans the batches that are sent together for `slotUnits` quota units, newest first: one full batch
 * of threads, or several batches of single messages with the same total cost. A slot has parts of
 * one kind if there are enough of them. Units that are used together become free together a minute
 * later, so equal slots stay equal and no part of a minute's budget is unused.
 */
export function planBatches(
  backlog: readonly MessageRef[],
  slotUnits: number,
  costs: GmailClient['costs'],
): FetchPart[][] {
  const parts = groupIntoParts(backlog)
  const kinds = [...Map.groupBy(parts, (part) => part.kind).values()]
  let rest = kinds.find((some) => quotaCostOfParts(some, costs) >= slotUnits) ?? parts
  let unitsLeft = slotUnits
  const batches: FetchPart[][] = []
  while (rest.length > 0 && unitsLeft >= slotUnits * MIN_BATCH_SHARE) {
    const batch = planFirstBatch(rest, unitsLeft, costs)
    const units = quotaCostOfParts(batch, costs)
    if (units > unitsLeft && batches.length > 0) break
    batches.push(batch)
    unitsLeft -= units
    rest = rest.slice(batch.length)
  }
  return batches
}

/** The first parts that fit into one batch: at least one, even if it costs more than `maxUnits`. */
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
 * The largest batch size up to `units` that divides the minute's budget evenly. A minute has room for
 * a whole number of batches, so any other size would leave part of every minute unused.
 */
export function evenBatchUnits(units: number, budget: number): number {
  return units >= budget ? budget : Math.floor(budget / Math.ceil(budget / units))
}

/**
 * Groups messages into parts: a whole thread if two or more of its messages are missing (two messages
 * cost as much as their thread, and take two parts instead of one), else one part per message.
 */
export function groupIntoParts(backlog: readonly MessageRef[]): FetchPart[] {
  const threads = Map.groupBy(backlog, (ref) => ref.providerThreadId)
  return [...threads].flatMap(([id, refs]): FetchPart[] =>
    refs.length > 1 ? [{ kind: 'thread', id, refs }] : refs.map(messagePart),
  )
}
