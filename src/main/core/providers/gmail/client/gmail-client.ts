import { abortReason } from '#shared/domain/abort-reason.ts'
import { randomUUID } from 'node:crypto'
import { gmail, type gmail_v1 } from '@googleapis/gmail'
import { GaxiosError } from 'gaxios'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource, GoogleEndpoints } from '#core/ports/services.ts'
import {
  classifyThrownError,
  unreadableResponseError,
  type Intent,
} from '../../shared/request-error.ts'
import { reportBatch, type BatchPartResult } from '../../shared/batch-part-result.ts'
import { retry, type CallOptions as AnyCallOptions, type RetryTiming } from '../../shared/retry.ts'
import { parseJson } from '../../shared/response-body.ts'
import { AccountAuth } from './account-auth.ts'
import { encodeBatch, parseBatch, type BatchRequest } from './batch.ts'
import { classifyErrorResponse } from './classify-error.ts'
import type { RateLimiter, QuotaGrant } from './rate-limiter.ts'
import type { GmailMethod, QuotaTable } from './quota.ts'

export type { BatchPartResult } from '../../shared/batch-part-result.ts'

export interface CallOptions extends AnyCallOptions {
  method: GmailMethod
}

/** Options for every call of the Gmail library. Uploads use only the rootUrl of the call. */
export interface RequestOptions {
  rootUrl: string
  responseType: 'json'
  signal: AbortSignal
}

/** Gmail's HTTP API for one account: keeps the quota, adds tokens, throws ProviderErrors only. */
export interface GmailClient {
  readonly clock: Clock
  readonly limiter: RateLimiter
  readonly costs: QuotaTable['costs']
  /** Makes one call. Retries reads and idempotent writes a few times. Throws ProviderError. */
  call<T>(
    options: CallOptions,
    run: (api: gmail_v1.Gmail, request: RequestOptions) => Promise<{ data: T }>,
  ): Promise<T>
  /** Sends one batch on granted units; one result per request. Throws if the whole batch failed. */
  batch(
    requests: readonly BatchRequest[],
    spend: QuotaGrant,
    signal: AbortSignal | undefined,
  ): Promise<BatchPartResult[]>
}

const CALL_TIMEOUT_MS = 60_000
/** For 50 threads, or for an upload of 35 MB on a slow connection. */
const LONG_TIMEOUT_MS = 300_000
const NAME = 'Gmail'

export function createGmailClient(options: {
  tokens: AccessTokenSource
  endpoints: GoogleEndpoints
  clock: Clock
  limiter: RateLimiter
  costs: QuotaTable['costs']
  /** 0 to 1; spreads the waits before retries. Without it they are not spread. */
  random?: () => number
}): GmailClient {
  const { clock, limiter, costs, random = () => 0.5 } = options
  const timing: RetryTiming = { clock, random }
  const auth = new AccountAuth(options.tokens)
  const rootUrl = `${options.endpoints.apiUrl}/`
  const api = gmail({ version: 'v1', auth, rootUrl, retry: false })

  const classify = (error: unknown, intent: Intent, signal: AbortSignal | undefined): Error => {
    if (signal?.aborted === true) return abortReason(signal)
    const response = error instanceof GaxiosError ? error.response : undefined
    const failure = response
      ? classifyErrorResponse(
          {
            status: response.status,
            body: response.data,
            header: (name) => response.headers.get(name),
          },
          intent,
          clock.now(),
        )
      : classifyThrownError(withoutRequest(error), intent, NAME)
    if (failure.failure.kind === 'throttled') limiter.throttled(failure.failure.retryAfterMs)
    return failure
  }

  const once = async <T>(
    { method, intent, priority, signal, onWaiting }: CallOptions,
    run: (api: gmail_v1.Gmail, request: RequestOptions) => Promise<{ data: T }>,
  ): Promise<T> => {
    const spend = await limiter.acquire(costs[method], { priority, signal, onWaiting })
    try {
      const isLong = intent === 'send' || method === 'messages.attachments.get'
      const timeout = AbortSignal.timeout(isLong ? LONG_TIMEOUT_MS : CALL_TIMEOUT_MS)
      const { data } = await run(api, {
        rootUrl,
        responseType: 'json',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      // A text instead of JSON is a page of HTML or truncated JSON. A 204 gives an empty text.
      const content: unknown = data
      if (typeof content === 'string' && content !== '') throw unreadableResponseError(intent, NAME)
      limiter.succeeded()
      return data
    } catch (error) {
      throw classify(error, intent, signal)
    } finally {
      spend.done()
    }
  }

  return {
    clock,
    limiter,
    costs,
    call: (call, run) => retry(timing, call, () => once(call, run)),
    async batch(requests, spend, signal) {
      try {
        const responses = await sendBatch(requests, signal)
        const refused = [...responses.keys()].filter((index) => responses[index]?.status === 401)
        if (refused.length > 0) {
          // The token expired during the batch. Parts refused with 401 were not carried out.
          const retried = refused.flatMap((index) => requests[index] ?? [])
          const newResponses = await sendBatch(retried, signal)
          for (const [position, index] of refused.entries()) {
            responses[index] = newResponses[position] ?? null
          }
        }
        return parseParts(responses)
      } catch (error) {
        throw classify(error, 'read', signal)
      } finally {
        spend.done()
      }
    },
  }

  async function sendBatch(
    requests: readonly BatchRequest[],
    signal: AbortSignal | undefined,
  ): Promise<ReturnType<typeof parseBatch>> {
    const boundary = `batch_${randomUUID()}`
    const timeout = AbortSignal.timeout(LONG_TIMEOUT_MS)
    const response = await auth.request<unknown>({
      url: `${options.endpoints.apiUrl}/batch/gmail/v1`,
      method: 'POST',
      headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
      data: encodeBatch(requests, boundary),
      responseType: 'text',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const contentType = response.headers.get('content-type') ?? ''
    if (typeof response.data !== 'string' || !contentType.startsWith('multipart/')) {
      throw unreadableResponseError('read', NAME)
    }
    const parts = parseBatch(contentType, response.data, requests.length)
    if (parts.some((part) => part?.status === 401)) auth.rejectTokenOf(response)
    return parts
  }

  function parseParts(responses: ReturnType<typeof parseBatch>): BatchPartResult[] {
    const outcomes = responses.map((response): BatchPartResult => {
      if (!response) {
        return {
          ok: false,
          error: new ProviderError('server', 'Gmail left out part of an answer.'),
        }
      }
      const body = parseJson(response.text)
      if (response.status >= 200 && response.status < 300) {
        return body.isJson || response.text === ''
          ? { ok: true, data: body.value }
          : { ok: false, error: unreadableResponseError('read', NAME) }
      }
      const error = classifyErrorResponse(
        {
          status: response.status,
          body: body.value,
          header: (name) => response.headers[name] ?? null,
        },
        'read',
        clock.now(),
      )
      return { ok: false, error }
    })
    reportBatch(limiter, outcomes)
    return outcomes
  }
}

/** The library's error contains the request with its token and mail, which must not be logged. */
function withoutRequest(error: unknown): unknown {
  return error instanceof GaxiosError ? (error.cause ?? new Error(error.message)) : error
}
