import { abortReason } from '#shared/domain/abort-reason.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { AccessTokenSource, MicrosoftEndpoints } from '#core/ports/services.ts'
import { classifyThrownError, type Intent } from '../../shared/request-error.ts'
import { reportBatch, type BatchPartResult } from '../../shared/batch-part-result.ts'
import {
  retryDelayMs,
  retry,
  type CallOptions as SharedCallOptions,
  type RetryTiming,
} from '../../shared/retry.ts'
import { classifyErrorResponse, isKind } from './classify-error.ts'
import { readGraphResponse, GraphHttpError } from './graph-response.ts'
import { createBatchRequest, MAX_BATCH, parseBatchResponse } from './batch.ts'
import type { GraphRequest } from './graph-request.ts'
import { resolveGraphUrl, sendRequest } from './graph-transport.ts'
import { MAX_BACKGROUND_REQUESTS, type RateLimiter } from './rate-limiter.ts'

export { MAX_BATCH } from './batch.ts'
export type { GraphRequest } from './graph-request.ts'
export type { BatchPartResult } from '../../shared/batch-part-result.ts'

export interface CallOptions extends SharedCallOptions {
  /** Sends batches of three, so that one of the four concurrent requests stays free for the person. */
  leavesRoomForUser?: boolean
}

/** Microsoft Graph for one mailbox: keeps the limits, adds tokens, throws ProviderErrors only. */
export interface GraphClient {
  readonly clock: Clock
  readonly limiter: RateLimiter
  /** Sends one request. Retries reads and idempotent writes a few times. Throws ProviderError. */
  call(request: GraphRequest, options: CallOptions): Promise<unknown>
  /** Sends requests in batches; one result each, in order. Throws if a whole batch failed. */
  batch(requests: readonly GraphRequest[], options: CallOptions): Promise<BatchPartResult[]>
  /** Sends a range of a file to an upload session's URL, which needs no access token. */
  upload(url: string, range: { bytes: Uint8Array; from: number; total: number }): Promise<void>
}

const CALL_TIMEOUT_MS = 60_000
const LONG_TIMEOUT_MS = 300_000

export function createGraphClient(options: {
  tokens: AccessTokenSource
  endpoints: MicrosoftEndpoints
  clock: Clock
  limiter: RateLimiter
  /** 0 to 1; spreads the waits before retries. Without it they are not spread. */
  random?: () => number
}): GraphClient {
  const { tokens, endpoints, clock, limiter, random = () => 0.5 } = options
  const timing: RetryTiming = { clock, random }

  const classify = (error: unknown, intent: Intent, signal: AbortSignal | undefined): Error => {
    if (signal?.aborted === true) return abortReason(signal)
    const failure =
      error instanceof GraphHttpError
        ? classifyErrorResponse(error, intent, clock.now())
        : classifyThrownError(error, intent, 'Outlook')
    if (failure.failure.kind === 'throttled') {
      // A 503 is about this request: only it waits for the Retry-After. A 429 is about the mailbox.
      const isOverloaded = error instanceof GraphHttpError && error.status === 503
      limiter.throttled(isOverloaded ? null : failure.failure.retryAfterMs)
    }
    return failure
  }

  const once = async (request: GraphRequest, weight: number, call: CallOptions) => {
    const { intent, signal } = call
    const done = await limiter.acquire(weight, call)
    try {
      const isFile = request.isFile === true
      const isLong = intent === 'send' || isFile || weight > 1
      const timeout = AbortSignal.timeout(isLong ? LONG_TIMEOUT_MS : CALL_TIMEOUT_MS)
      const abort = signal ? AbortSignal.any([signal, timeout]) : timeout
      const { response, token } = await sendRequest(request, { tokens, endpoints }, abort)
      const content = await readGraphResponse(response, { intent, isFile })
      // How a batch went is known once its parts are read.
      if (weight === 1) limiter.succeeded()
      return { content, token }
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
    const { content, token } = await retry(timing, call, () => once(batch, requests.length, call))
    const { outcomes, isTokenRefused } = parseBatchResponse(
      content,
      requests.length,
      call.intent,
      clock.now(),
    )
    if (isTokenRefused) tokens.invalidate(token)
    reportBatch(limiter, outcomes)
    return outcomes
  }

  /** A token may expire between two parts of a batch: the refused parts are retried once at once. */
  const waitBefore = (error: unknown, attempt: number, call: CallOptions): number | null =>
    attempt === 1 && isKind(error, 'auth')
      ? 0
      : retryDelayMs(error, attempt, call.priority, random())

  return {
    clock,
    limiter,
    call: async (request, call) =>
      (await retry(timing, call, () => once(request, 1, call))).content,

    async batch(requests, call) {
      const outcomes: (BatchPartResult | undefined)[] = requests.map(() => undefined)
      const size = call.leavesRoomForUser === true ? MAX_BACKGROUND_REQUESTS : MAX_BATCH
      let remaining = requests.map((_, index) => index)
      for (let attempt = 1; remaining.length > 0; attempt += 1) {
        let waitMs = 0
        const failed: number[] = []
        for (let start = 0; start < remaining.length; start += size) {
          const indexes = remaining.slice(start, start + size)
          const parts = indexes.flatMap((index) => requests[index] ?? [])
          const results = await oneBatch(parts, call)
          for (const [position, index] of indexes.entries()) {
            const result = results[position]
            outcomes[index] = result
            if (result?.ok !== false) continue
            const wait = waitBefore(result.error, attempt, call)
            if (wait === null) continue
            failed.push(index)
            waitMs = Math.max(waitMs, wait)
          }
        }
        remaining = failed
        if (remaining.length > 0) await clock.sleep(waitMs, call.signal)
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
