import type { Clock } from '#core/ports/clock.ts'
import type { AccessTokenSource, MicrosoftEndpoints } from '#core/ports/services.ts'
import { classifyThrownError, type Intent } from '../../shared/request-error.ts'
import { longestRetryAfterMs, type BatchPartResult } from '../../shared/batch-part-result.ts'
import { retryDelayMs, retry, type CallOptions } from '../../shared/retry.ts'
import { classifyErrorResponse, isKind } from './classify-error.ts'
import { readGraphResponse, GraphHttpError } from './graph-response.ts'
import { createBatchRequest, MAX_BATCH, parseBatchResponse } from './batch.ts'
import type { GraphRequest } from './graph-request.ts'
import { resolveGraphUrl, sendRequest } from './graph-transport.ts'
import type { RateLimiter } from './rate-limiter.ts'

export { MAX_BATCH } from './batch.ts'
export type { GraphRequest } from './graph-request.ts'
export type { BatchPartResult } from '../../shared/batch-part-result.ts'
export type { CallOptions } from '../../shared/retry.ts'

/** Microsoft Graph for one mailbox: limits, tokens, and every failure as a ProviderError. */
export interface GraphClient {
  readonly clock: Clock
  readonly limiter: RateLimiter
  /** One request; reads and repeatable writes are repeated a little. Throws ProviderError. */
  call(request: GraphRequest, options: CallOptions): Promise<unknown>
  /** Requests in batches of 20, one outcome each in order. Throws where all of it failed. */
  batch(requests: readonly GraphRequest[], options: CallOptions): Promise<BatchPartResult[]>
  /** A piece of a file to an upload address, which carries its own authorization. */
  upload(url: string, range: { bytes: Uint8Array; from: number; total: number }): Promise<void>
}

const CALL_TIMEOUT_MS = 60_000
const LONG_TIMEOUT_MS = 300_000

export function createGraphClient(options: {
  tokens: AccessTokenSource
  endpoints: MicrosoftEndpoints
  clock: Clock
  limiter: RateLimiter
}): GraphClient {
  const { tokens, endpoints, clock, limiter } = options

  const classify = (error: unknown, intent: Intent, signal: AbortSignal | undefined): Error => {
    if (signal?.aborted === true) return signal.reason as Error
    const failure =
      error instanceof GraphHttpError
        ? classifyErrorResponse(error, intent, clock.now())
        : classifyThrownError(error, intent, 'Outlook')
    if (failure.failure.kind === 'throttled') limiter.throttled(failure.failure.retryAfterMs)
    return failure
  }

  const once = async (request: GraphRequest, weight: number, call: CallOptions) => {
    const { intent, signal } = call
    const done = await limiter.acquire(weight, call)
    try {
      const isFile = request.isFile === true
      const isLong = intent === 'send' || isFile || weight > 1
      const timeout = AbortSignal.timeout(isLong ? LONG_TIMEOUT_MS : CALL_TIMEOUT_MS)
      const ended = signal ? AbortSignal.any([signal, timeout]) : timeout
      const { response, token } = await sendRequest(request, { tokens, endpoints }, ended)
      return { answer: await readGraphResponse(response, { intent, isFile }), token }
    } catch (error) {
      throw classify(error, intent, signal)
    } finally {
      done()
    }
  }

  const oneBatch = async (
    requests: readonly GraphRequest[],
    call: CallOptions,
  ): Promise<BatchPartResult[]> => {
    const batch = createBatchRequest(requests)
    const { answer, token } = await retry(clock, call, () => once(batch, requests.length, call))
    const { outcomes, isTokenRefused } = parseBatchResponse(
      answer,
      requests.length,
      call.intent,
      clock.now(),
    )
    if (isTokenRefused) tokens.reject(token)
    const waitMs = longestRetryAfterMs(outcomes)
    if (waitMs !== null) limiter.throttled(waitMs)
    return outcomes
  }

  /** A token may end between two parts of a batch: once, those are asked again with a new one. */
  const waitBefore = (error: unknown, attempt: number, call: CallOptions): number | null =>
    attempt === 1 && isKind(error, 'auth') ? 0 : retryDelayMs(error, attempt, call.priority)

  return {
    clock,
    limiter,
    call: async (request, call) => (await retry(clock, call, () => once(request, 1, call))).answer,

    async batch(requests, call) {
      const outcomes: (BatchPartResult | undefined)[] = requests.map(() => undefined)
      let open = requests.map((_, index) => index)
      for (let attempt = 1; open.length > 0; attempt += 1) {
        let waitMs = 0
        const again: number[] = []
        for (let start = 0; start < open.length; start += MAX_BATCH) {
          const asked = open.slice(start, start + MAX_BATCH)
          const parts = asked.flatMap((index) => requests[index] ?? [])
          const answers = await oneBatch(parts, call)
          for (const [place, index] of asked.entries()) {
            const answer = answers[place]
            outcomes[index] = answer
            if (answer?.ok !== false) continue
            const wait = waitBefore(answer.error, attempt, call)
            if (wait === null) continue
            again.push(index)
            waitMs = Math.max(waitMs, wait)
          }
        }
        open = again
        if (open.length > 0) await clock.sleep(waitMs, call.signal)
      }
      return outcomes.flatMap((outcome) => outcome ?? [])
    },

    async upload(url, { bytes, from, total }) {
      const done = await limiter.acquire(1, { priority: 'user' })
      try {
        const response = await fetch(resolveGraphUrl(new URL(url), endpoints), {
          method: 'PUT',
          headers: {
            'content-type': 'application/octet-stream',
            'content-range': `bytes ${from}-${from + bytes.length - 1}/${total}`,
          },
          body: Buffer.from(bytes),
          redirect: 'error',
          signal: AbortSignal.timeout(LONG_TIMEOUT_MS),
        })
        await readGraphResponse(response, { intent: 'write', isFile: true })
      } catch (error) {
        throw classify(error, 'write', undefined)
      } finally {
        done()
      }
    },
  }
}
