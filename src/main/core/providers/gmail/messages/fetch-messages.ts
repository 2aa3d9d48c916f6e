import { setImmediate } from 'node:timers/promises'
import type { gmail_v1 } from '@googleapis/gmail'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef, type ProviderFailure } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS, type BatchRequest } from '../client/batch.ts'
import type { GmailClient, BatchPartResult } from '../client/gmail-client.ts'
import { convertMessage } from './convert-message.ts'
import type { Priority } from '../../shared/request-queue.ts'
import type { QuotaGrant } from '../client/rate-limiter.ts'

/** What one part of a batch fetches. */
export interface FetchPart {
  kind: 'message' | 'thread'
  /** Of the message or of the thread. */
  id: string
  /** The messages wanted from the answer. */
  refs: MessageRef[]
}

export interface FetchedMessages {
  messages: IncomingMessage[]
  /** Answered 404: the provider's own word. */
  gone: MessageRef[]
  failures: { ref: MessageRef; error: ProviderFailure }[]
}

export interface FetchOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  onWaiting?: ((untilMs: number) => void) | undefined
}

/** Rounds of repeating only what failed; in the last each part travels alone. */
const RETRY_WAITS_MS = [500, 1_500, 4_000, 8_000]
/** Requests of one part without any answer, in a row, before the whole run is given up. */
const MAX_UNANSWERED_REQUESTS = 3
/** Messages converted before other work gets its turn. */
const CONVERSIONS_PER_TICK = 25

export function quotaCostOfParts(parts: readonly FetchPart[], costs: GmailClient['costs']): number {
  return parts.reduce((sum, part) => sum + quotaCostOfPart(part, costs), 0)
}

export function quotaCostOfPart(part: FetchPart, costs: GmailClient['costs']): number {
  return part.kind === 'thread' ? costs['threads.get'] : costs['messages.get']
}

/** Messages one by one, in as many batches as it takes, one after the other. */
export async function fetchMessages(
  client: GmailClient,
  refs: readonly MessageRef[],
  options: FetchOptions,
): Promise<FetchedMessages> {
  const total: FetchedMessages = { messages: [], gone: [], failures: [] }
  for (let start = 0; start < refs.length; start += MAX_BATCH_PARTS) {
    const parts = refs.slice(start, start + MAX_BATCH_PARTS).map(messagePart)
    const spend = await client.limiter.acquire(quotaCostOfParts(parts, client.costs), options)
    const fetched = await fetchBatch(client, parts, spend, options)
    total.messages.push(...fetched.messages)
    total.gone.push(...fetched.gone)
    total.failures.push(...fetched.failures)
  }
  return total
}

/**
 * One batch, and then only what failed of it, again with growing waits. Every message asked for is
 * in exactly one of the three lists of the answer. Throws ProviderError where a whole batch cannot
 * be had (offline, sign-in gone, Gmail down).
 */
export async function fetchBatch(
  client: GmailClient,
  parts: readonly FetchPart[],
  spend: QuotaGrant,
  options: FetchOptions,
): Promise<FetchedMessages> {
  const fetched: FetchedMessages = { messages: [], gone: [], failures: [] }
  let open: { part: FetchPart; error: ProviderError }[] = []
  const round = async (asked: readonly FetchPart[], granted: QuotaGrant): Promise<void> => {
    const outcomes = await client.batch(asked.map(batchRequestOf), granted, options.signal)
    for (const [index, part] of asked.entries()) {
      open.push(...(await collectPartResult(fetched, part, outcomes[index])))
    }
  }

  /** Whether Gmail answered at all. */
  const wholeBatch = async (asked: readonly FetchPart[], granted: QuotaGrant): Promise<boolean> => {
    try {
      await round(asked, granted)
      return true
    } catch (error) {
      if (!(error instanceof ProviderError) || !isTransient(error)) throw error
      open.push(...asked.map((part) => ({ part, error })))
      return false
    }
  }

  await wholeBatch(parts, spend)
  for (const [turn, waitMs] of RETRY_WAITS_MS.entries()) {
    if (open.length === 0) break
    const again = open
    open = []
    const longest = Math.max(...again.map(({ error }) => error.failure.retryAfterMs ?? 0))
    await client.clock.sleep(Math.min(Math.max(waitMs, longest), 60_000), options.signal)
    const isLast = turn === RETRY_WAITS_MS.length - 1
    let silences = 0
    for (const group of isLast ? again.map((one) => [one]) : [again]) {
      const asked = group.map(({ part }) => part)
      const granted = await client.limiter.acquire(quotaCostOfParts(asked, client.costs), options)
      silences = (await wholeBatch(asked, granted)) ? 0 : silences + 1
      const latest = open.at(-1)
      // Gmail is down: the rest would only fare the same.
      if (silences === MAX_UNANSWERED_REQUESTS && latest) throw latest.error
    }
  }
  const first = open[0]
  if (first && open.length === parts.length && parts.length > 1) throw first.error
  for (const { part, error } of open) {
    fetched.failures.push(...part.refs.map((ref) => ({ ref, error: error.failure })))
  }
  return fetched
}

/** Files a part's answer; what has to be asked again is answered. */
async function collectPartResult(
  fetched: FetchedMessages,
  part: FetchPart,
  outcome: BatchPartResult | undefined,
): Promise<{ part: FetchPart; error: ProviderError }[]> {
  if (!outcome?.ok) {
    const error = outcome?.error ?? new ProviderError('server', 'Gmail left out part of an answer.')
    if (error.failure.kind === 'not_found') {
      if (part.kind === 'thread') return part.refs.map((ref) => ({ part: messagePart(ref), error }))
      fetched.gone.push(...part.refs)
      return []
    }
    if (isTransient(error) || error.failure.kind === 'auth') return [{ part, error }]
    fetched.failures.push(...part.refs.map((ref) => ({ ref, error: error.failure })))
    return []
  }
  const resources = messagesIn(outcome.data, part)
  const byId = new Map(resources.map((resource) => [resource.id ?? '', resource]))
  const again: { part: FetchPart; error: ProviderError }[] = []
  for (const [index, ref] of part.refs.entries()) {
    if (index % CONVERSIONS_PER_TICK === 0) await setImmediate()
    const resource = byId.get(ref.providerMessageId)
    try {
      if (!resource) throw new ProviderError('server', 'Gmail left a message out of its thread.')
      fetched.messages.push(convertMessage(resource))
    } catch (error) {
      again.push({ part: messagePart(ref), error: asProviderError(error) })
    }
  }
  return again
}

function messagesIn(data: unknown, part: FetchPart): gmail_v1.Schema$Message[] {
  if (typeof data !== 'object' || data === null) return []
  if (part.kind === 'message') return [data]
  const messages: unknown = 'messages' in data ? data.messages : undefined
  return Array.isArray(messages)
    ? (messages as unknown[]).filter(
        (entry): entry is gmail_v1.Schema$Message => typeof entry === 'object' && entry !== null,
      )
    : []
}

/** What one unreadable message is to the others: a failure of its own. */
function asProviderError(error: unknown): ProviderError {
  return error instanceof ProviderError
    ? error
    : new ProviderError('server', 'Gmail sent a message that could not be read.', { cause: error })
}

export function messagePart(ref: MessageRef): FetchPart {
  return { kind: 'message', id: ref.providerMessageId, refs: [ref] }
}

function batchRequestOf({ kind, id }: FetchPart): BatchRequest {
  return {
    verb: 'GET',
    path: `/gmail/v1/users/me/${kind}s/${encodeURIComponent(id)}?format=full`,
  }
}

function isTransient(error: ProviderError): boolean {
  return error.failure.kind === 'server' || error.failure.kind === 'throttled'
}
