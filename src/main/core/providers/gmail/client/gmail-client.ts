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
import { longestRetryAfterMs, type BatchPartResult } from '../../shared/batch-part-result.ts'
import { retry, type CallOptions as AnyCallOptions } from '../../shared/retry.ts'
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

/** Passed to the Gmail library with every call; the per-call rootUrl is what uploads obey. */
export interface RequestOptions {
  rootUrl: string
  responseType: 'json'
  signal: AbortSignal
}

/** Gmail's HTTP API for one account: quota, tokens, and every failure as a ProviderError. */
export interface GmailClient {
  readonly clock: Clock
  readonly limiter: RateLimiter
  readonly costs: QuotaTable['costs']
  /** One call; reads are repeated a little where that is safe. Throws ProviderError. */
  call<T>(
    options: CallOptions,
    run: (api: gmail_v1.Gmail, request: RequestOptions) => Promise<{ data: T }>,
  ): Promise<T>
  /** One batch for units already granted, one outcome per request. Throws where all of it failed. */
  batch(
    requests: readonly BatchRequest[],
    spend: QuotaGrant,
    signal: AbortSignal | undefined,
  ): Promise<BatchPartResult[]>
}

const CALL_TIMEOUT_MS = 60_000
/** 50 threads, or 35 MB up a slow line. */
const LONG_TIMEOUT_MS = 300_000
const NAME = 'Gmail'

export function createGmailClient(options: {
  tokens: AccessTokenSource
  endpoints: GoogleEndpoints
  clock: Clock
  limiter: RateLimiter
  costs: QuotaTable['costs']
}): GmailClient {
  const { clock, limiter, costs } = options
  const auth = new AccountAuth(options.tokens)
  const rootUrl = `${options.endpoints.apiUrl}/`
  const api = gmail({ version: 'v1', auth, rootUrl, retry: false })

  const classify = (error: unknown, intent: Intent, signal: AbortSignal | undefined): Error => {
    if (signal?.aborted === true) return signal.reason as Error
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
      // Text where JSON should be: a page of HTML, or JSON that broke off. 204 gives empty text.
      const answer: unknown = data
      if (typeof answer === 'string' && answer !== '') throw unreadableResponseError(intent, NAME)
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
    call: (call, run) => retry(clock, call, () => once(call, run)),
    async batch(requests, spend, signal) {
      try {
        const answers = await carryBatch(requests, signal)
        const refused = [...answers.keys()].filter((index) => answers[index]?.status === 401)
        if (refused.length > 0) {
          // The token ran out inside the batch. What was refused was not carried out.
          const again = refused.flatMap((index) => requests[index] ?? [])
          const later = await carryBatch(again, signal)
          for (const [place, index] of refused.entries()) answers[index] = later[place] ?? null
        }
        return readParts(answers)
      } catch (error) {
        throw classify(error, 'read', signal)
      } finally {
        spend.done()
      }
    },
  }

  async function carryBatch(
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
    const answers = parseBatch(contentType, response.data, requests.length)
    if (answers.some((answer) => answer?.status === 401)) auth.rejectTokenOf(response)
    return answers
  }

  function readParts(answers: ReturnType<typeof parseBatch>): BatchPartResult[] {
    const outcomes = answers.map((answer): BatchPartResult => {
      if (!answer) {
        return {
          ok: false,
          error: new ProviderError('server', 'Gmail left out part of an answer.'),
        }
      }
      const body = parseJson(answer.text)
      if (answer.status >= 200 && answer.status < 300) {
        return body.isJson || answer.text === ''
          ? { ok: true, data: body.value }
          : { ok: false, error: unreadableResponseError('read', NAME) }
      }
      const error = classifyErrorResponse(
        {
          status: answer.status,
          body: body.value,
          header: (name) => answer.headers[name] ?? null,
        },
        'read',
        clock.now(),
      )
      return { ok: false, error }
    })
    const waitMs = longestRetryAfterMs(outcomes)
    if (waitMs !== null) limiter.throttled(waitMs)
    return outcomes
  }
}

/** The library's error holds the whole request, token and mail included; neither may be logged. */
function withoutRequest(error: unknown): unknown {
  return error instanceof GaxiosError ? (error.cause ?? new Error(error.message)) : error
}
