import {
  Client,
  ResponseType,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource, MicrosoftEndpoints } from '#core/ports/services.ts'
import { failureOfResponse, failureOfThrown, unreadableAnswer, type Intent } from './errors.ts'
import type { Limiter, Priority } from './limiter.ts'

export interface CallOptions {
  intent: Intent
  priority: Priority
  signal?: AbortSignal | undefined
  onWaiting?: ((untilMs: number) => void) | undefined
}

export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** From the version's root (`/me/…`), or a link as Graph gave it. Ids in it are escaped. */
  path: string
  body?: unknown
  /** A body that is no JSON. */
  text?: { contentType: string; content: string }
  /** Items of a page at most; Graph takes it as a wish. */
  pageSize?: number
  /** The answer is a file and not JSON. */
  isFile?: boolean
}

export type PartOutcome = { ok: true; data: unknown } | { ok: false; error: ProviderError }

/** Microsoft Graph for one mailbox: limits, tokens, and every failure as a ProviderError. */
export interface GraphMail {
  readonly clock: Clock
  readonly limiter: Limiter
  /** One request; reads and repeatable writes are repeated a little. Throws ProviderError. */
  call(request: GraphRequest, options: CallOptions): Promise<unknown>
  /** Requests in batches of 20, one outcome each in order. Throws where all of it failed. */
  batch(requests: readonly GraphRequest[], options: CallOptions): Promise<PartOutcome[]>
  /** A piece of a file to an upload address, which carries its own authorization. */
  upload(url: string, range: { bytes: Uint8Array; from: number; total: number }): Promise<void>
}

/** The most requests a batch takes. */
export const MAX_BATCH = 20
const VERSION = '/v1.0'
const GRAPH_HOST = 'graph.microsoft.com'
const CALL_TIMEOUT_MS = 60_000
const LONG_TIMEOUT_MS = 300_000
const ATTEMPTS = 4
const PATIENCE_MS: Readonly<Record<Priority, number>> = { user: 3_000, background: 120_000 }
/** Far above any honest answer: a page of mail, or one file of 150 MB. */
const MAX_RESPONSE_BYTES = 192 * 1024 * 1024

export function createGraphMail(options: {
  tokens: AccessTokenSource
  endpoints: MicrosoftEndpoints
  clock: Clock
  limiter: Limiter
}): GraphMail {
  const { tokens, endpoints, clock, limiter } = options
  const client = Client.initWithMiddleware({ middleware: carrier(tokens, endpoints) })

  const classify = (error: unknown, intent: Intent, signal: AbortSignal | undefined): Error => {
    if (signal?.aborted === true) return signal.reason as Error
    const failure =
      error instanceof Refused
        ? failureOfResponse(error, intent, clock.now())
        : failureOfThrown(error, intent)
    if (failure.failure.kind === 'throttled') limiter.throttled(failure.failure.retryAfterMs)
    return failure
  }

  const send = async (request: GraphRequest, timeoutMs: number, signal?: AbortSignal) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const prepared = client
      .api(relative(request.path))
      .headers(headersOf(request))
      .options({ signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
      // The answer is read by us: the library would take cut JSON for an answer.
      .responseType(ResponseType.RAW)
    const content = request.text?.content ?? JSON.stringify(request.body ?? {})
    switch (request.method) {
      case 'GET':
        return (await prepared.get()) as Response
      case 'POST':
        return (await prepared.post(content)) as Response
      case 'PATCH':
        return (await prepared.patch(content)) as Response
      case 'DELETE':
        return (await prepared.delete()) as Response
    }
  }

  const once = async (request: GraphRequest, weight: number, call: CallOptions) => {
    const { intent, signal } = call
    const done = await limiter.acquire(weight, call)
    try {
      const isLong = intent === 'send' || request.isFile === true || weight > 1
      const response = await send(request, isLong ? LONG_TIMEOUT_MS : CALL_TIMEOUT_MS, signal)
      const bytes = await wholeBody(response)
      if (!response.ok) {
        throw new Refused(response.status, response.headers.get('retry-after'), jsonOf(bytes).value)
      }
      if (request.isFile === true) return bytes
      const { isJson, value } = jsonOf(bytes)
      if (!isJson && bytes.length > 0) throw unreadableAnswer(intent)
      return value
    } catch (error) {
      throw classify(error, intent, signal)
    } finally {
      done()
    }
  }

  const repeated = async (request: GraphRequest, weight: number, call: CallOptions) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(request, weight, call)
      } catch (error) {
        const waitMs = call.intent === 'send' ? null : repeatAfter(error, attempt, call.priority)
        if (waitMs === null) throw error
        await clock.sleep(waitMs, call.signal)
      }
    }
  }

  const oneBatch = async (
    requests: readonly GraphRequest[],
    call: CallOptions,
  ): Promise<PartOutcome[]> => {
    const body = {
      requests: requests.map((request, index) => ({
        id: String(index + 1),
        method: request.method,
        url: relative(request.path),
        headers: headersOf(request),
        ...(request.body === undefined ? {} : { body: request.body }),
      })),
    }
    const data = await repeated({ method: 'POST', path: '/$batch', body }, requests.length, call)
    const answers = new Map(answersIn(data).map((answer) => [answer.id, answer]))
    const outcomes = requests.map((_, index): PartOutcome => {
      const answer = answers.get(String(index + 1))
      if (!answer) {
        const error = new ProviderError('server', 'Outlook left out part of an answer.')
        return { ok: false, error }
      }
      if (answer.status >= 200 && answer.status < 300) {
        // A page of HTML or a cut answer is no word that anything was done.
        return typeof answer.body === 'string'
          ? { ok: false, error: unreadableAnswer(call.intent) }
          : { ok: true, data: answer.body }
      }
      return { ok: false, error: failureOfResponse(answer, call.intent, clock.now()) }
    })
    const waits = outcomes.flatMap((outcome) =>
      !outcome.ok && outcome.error.failure.kind === 'throttled'
        ? [outcome.error.failure.retryAfterMs ?? 0]
        : [],
    )
    if (waits.length > 0) limiter.throttled(Math.max(...waits))
    return outcomes
  }

  return {
    clock,
    limiter,
    call: (request, call) => repeated(request, 1, call),

    async batch(requests, call) {
      const outcomes: (PartOutcome | undefined)[] = requests.map(() => undefined)
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
            const wait = repeatAfter(answer.error, attempt, call.priority)
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
        const response = await fetch(redirected(new URL(url), endpoints), {
          method: 'PUT',
          headers: {
            'content-type': 'application/octet-stream',
            'content-range': `bytes ${from}-${from + bytes.length - 1}/${total}`,
          },
          body: Buffer.from(bytes),
          redirect: 'error',
          signal: AbortSignal.timeout(LONG_TIMEOUT_MS),
        })
        const body = await wholeBody(response)
        if (!response.ok) {
          const retryAfter = response.headers.get('retry-after')
          throw new Refused(response.status, retryAfter, jsonOf(body).value)
        }
      } catch (error) {
        throw classify(error, 'write', undefined)
      } finally {
        done()
      }
    },
  }
}

/** An HTTP answer that is not a success, on its way to be classified. */
class Refused extends Error {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: unknown

  constructor(status: number, retryAfter: string | null, body: unknown) {
    super(`HTTP ${status}`)
    this.status = status
    this.retryAfter = retryAfter
    this.body = body
  }
}

/**
 * The library's last step: our token, and the address where Graph really is. The library sends a
 * token over https only, so it is told the production address and redirected here, links that Graph
 * gave included. A token that is refused is replaced and the request repeated, once.
 */
function carrier(tokens: AccessTokenSource, endpoints: MicrosoftEndpoints): Middleware {
  const attempt = async (context: Context, token: string): Promise<Response> => {
    const address = typeof context.request === 'string' ? context.request : context.request.url
    const headers = new Headers(context.options?.headers)
    headers.set('authorization', `Bearer ${token}`)
    const url = redirected(new URL(address), endpoints)
    return fetch(url, { ...context.options, headers, redirect: 'error' })
  }
  return {
    async execute(context) {
      const token = await tokens.accessToken()
      let response = await attempt(context, token)
      if (response.status === 401) {
        await response.body?.cancel()
        tokens.reject(token)
        response = await attempt(context, await tokens.accessToken())
      }
      context.response = response
    },
  }
}

/** Mail and tokens go to Graph and nowhere else, whatever an answer names as the next address. */
function redirected(url: URL, endpoints: MicrosoftEndpoints): string {
  if (url.host === GRAPH_HOST) return `${endpoints.graphUrl}${url.pathname}${url.search}`
  if (url.origin === new URL(endpoints.graphUrl).origin) return url.href
  // Upload sessions are the one thing that lives elsewhere.
  if (url.protocol === 'https:' && /(?:^|\.)(?:office|office365|microsoft)\.com$/u.test(url.host)) {
    return url.href
  }
  throw new ProviderError('server', 'Outlook named an address that is not its own.')
}

function headersOf(request: GraphRequest): Record<string, string> {
  const prefer = ['IdType="ImmutableId"']
  if (request.pageSize !== undefined) prefer.push(`odata.maxpagesize=${request.pageSize}`)
  const type = request.text?.contentType ?? (request.body === undefined ? null : 'application/json')
  return {
    prefer: prefer.join(', '),
    ...(type === null ? {} : { 'content-type': type }),
  }
}

/**
 * Links that Graph gave, as paths after the version: batches take no others, and the library takes
 * a link for one only where it is https.
 */
function relative(path: string): string {
  if (!URL.canParse(path)) return path
  const url = new URL(path)
  const start = url.pathname.startsWith(`${VERSION}/`) ? VERSION.length : 0
  return `${url.pathname.slice(start)}${url.search}`
}

interface PartAnswer {
  id: string
  status: number
  body: unknown
  retryAfter: string | null
}

function answersIn(data: unknown): PartAnswer[] {
  const list = (data as { responses?: unknown } | null)?.responses
  if (!Array.isArray(list)) throw unreadableAnswer('read')
  return (list as unknown[]).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { id, status, body, headers } = entry as Record<string, unknown>
    if (typeof id !== 'string' || typeof status !== 'number') return []
    return [{ id, status, body, retryAfter: headerIn(headers, 'retry-after') }]
  })
}

function headerIn(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)
  return found === undefined ? null : String(found[1])
}

/** How long to wait before a request is repeated, or null where that would not help. */
function repeatAfter(error: unknown, attempt: number, priority: Priority): number | null {
  if (!(error instanceof ProviderError) || attempt >= ATTEMPTS) return null
  const { kind, retryAfterMs } = error.failure
  const waitMs = Math.max(retryAfterMs ?? 0, 200 * 2 ** attempt)
  const isPassing = kind === 'server' || kind === 'throttled'
  return isPassing && waitMs <= PATIENCE_MS[priority] ? waitMs : null
}

async function wholeBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array
    size += bytes.byteLength
    if (size > MAX_RESPONSE_BYTES) throw new Error('The answer is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function jsonOf(bytes: Buffer): { isJson: boolean; value: unknown } {
  try {
    return { isJson: true, value: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return { isJson: false, value: null }
  }
}
