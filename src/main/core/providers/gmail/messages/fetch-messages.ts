import { setImmediate } from 'node:timers/promises'
import type { gmail_v1 } from '@googleapis/gmail'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef, type ProviderFailure } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS, type BatchRequest } from '../client/batch.ts'
import type { GmailClient, BatchPartResult } from '../client/gmail-client.ts'
import { convertMessage } from './convert-message.ts'
import { wrapperFetcher } from './fetch-part.ts'
import type { Priority } from '../../shared/request-queue.ts'
import type { QuotaGrant } from '../client/rate-limiter.ts'

/** One part of a batch: a message or a thread to fetch. */
export interface FetchPart {
  kind: 'message' | 'thread'
  /** The id of the message or of the thread. */
  id: string
  /** The messages to take from the response. */
  refs: MessageRef[]
}

export interface FetchedMessages {
  messages: IncomingMessage[]
  /** Messages for which Gmail responded with 404. */
  gone: MessageRef[]
  failures: { ref: MessageRef; error: ProviderFailure }[]
}

export interface FetchOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  onWaiting?: ((untilMs: number) => void) | undefined
  /** Called when only failed parts are left to be retried, which takes time but few requests. */
  onRetrying?: (() => void) | undefined
}

/** Waits before retries of the failed parts, in ms; the last retry sends each part on its own. */
const RETRY_WAITS_MS = [500, 1_500, 4_000, 8_000]
/** After this many failed requests in a row during the last retry, the whole fetch fails. */
const MAX_FAILED_REQUESTS = 3
/** Messages converted before control returns to the event loop. */
const CONVERSIONS_PER_TICK = 25

export function quotaCostOfParts(parts: readonly FetchPart[], costs: GmailClient['costs']): number {
  return parts.reduce((sum, part) => sum + quotaCostOfPart(part, costs), 0)
}

export function quotaCostOfPart(part: FetchPart, costs: GmailClient['costs']): number {
  return part.kind === 'thread' ? costs['threads.get'] : costs['messages.get']
}

/** Fetches messages by id, in batches one after the other. */
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
 * Fetches one batch, and retries only its failed parts with growing waits. Every requested message is
 * in exactly one of the three lists of the result. Throws ProviderError if the whole batch fails
 * (offline, sign-in no longer valid, Gmail down).
 */
export async function fetchBatch(
  client: GmailClient,
  parts: readonly FetchPart[],
  spend: QuotaGrant,
  options: FetchOptions,
): Promise<FetchedMessages> {
  const fetched: FetchedMessages = { messages: [], gone: [], failures: [] }
  let failed: { part: FetchPart; error: ProviderError }[] = []
  const send = async (requested: readonly FetchPart[], granted: QuotaGrant): Promise<void> => {
    const results = await client.batch(requested.map(batchRequestOf), granted, options.signal)
    for (const [index, part] of requested.entries()) {
      failed.push(...(await collectPartResult(client, fetched, part, results[index], options)))
    }
  }

  /** False if the whole request failed; then all of its parts are marked as failed. */
  const trySend = async (
    requested: readonly FetchPart[],
    granted: QuotaGrant,
  ): Promise<boolean> => {
    try {
      await send(requested, granted)
      return true
    } catch (error) {
      if (!(error instanceof ProviderError) || !isTransient(error)) throw error
      failed.push(...requested.map((part) => ({ part, error })))
      return false
    }
  }

  await trySend(parts, spend)
  for (const [attempt, waitMs] of RETRY_WAITS_MS.entries()) {
    if (failed.length === 0) break
    if (attempt === 0) options.onRetrying?.()
    const retried = failed
    failed = []
    const longest = Math.max(...retried.map(({ error }) => error.failure.retryAfterMs ?? 0))
    await client.clock.sleep(Math.min(Math.max(waitMs, longest), 60_000), options.signal)
    const isLast = attempt === RETRY_WAITS_MS.length - 1
    let failedRequests = 0
    for (const group of isLast ? retried.map((one) => [one]) : [retried]) {
      const requested = group.map(({ part }) => part)
      const units = quotaCostOfParts(requested, client.costs)
      const granted = await client.limiter.acquire(units, options)
      failedRequests = (await trySend(requested, granted)) ? 0 : failedRequests + 1
      const latest = failed.at(-1)
      // Gmail is down: further requests would fail too.
      if (failedRequests === MAX_FAILED_REQUESTS && latest) throw latest.error
    }
  }
  const first = failed[0]
  if (first && failed.length === parts.length && parts.length > 1) throw first.error
  for (const { part, error } of failed) {
    fetched.failures.push(...part.refs.map((ref) => ({ ref, error: error.failure })))
  }
  return fetched
}

/** Adds the result of a part to `fetched`, and returns the parts that have to be retried. */
async function collectPartResult(
  client: GmailClient,
  fetched: FetchedMessages,
  part: FetchPart,
  outcome: BatchPartResult | undefined,
  options: FetchOptions,
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
  const failed: { part: FetchPart; error: ProviderError }[] = []
  for (const [index, ref] of part.refs.entries()) {
    if (index % CONVERSIONS_PER_TICK === 0) await setImmediate()
    const resource = byId.get(ref.providerMessageId)
    try {
      if (!resource) throw new ProviderError('server', 'Gmail left a message out of its thread.')
      fetched.messages.push(await convertMessage(resource, wrapperFetcher(client, ref, options)))
    } catch (error) {
      failed.push({ part: messagePart(ref), error: asProviderError(error) })
    }
  }
  return failed
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

/** The error of one message that cannot be converted, which does not stop the others. */
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
