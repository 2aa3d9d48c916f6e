import { parse } from 'content-disposition'
import { fieldOf, isRecord } from '#shared/domain/is-record.ts'
import { toCamelKeys } from '#shared/contract/key-case.ts'
import type { Download } from '#shared/contract/download.ts'
import { toHttpRequest } from '#shared/contract/http-request.ts'
import { operationOf, type OperationName } from '#shared/contract/index.ts'
import { errorBodySchema, type ErrorBody, type ErrorCode, type Result } from '#shared/errors.ts'
import { coreEventTypes, parseCoreEvent, type CoreEvent } from '#shared/events.ts'
import type { Transport, UploadOptions } from './transport.ts'

/** EventSource gives up for good on an HTTP error; then we open a new one ourselves, ms later. */
const REOPEN_AFTER_MS = 3000

interface HttpParts {
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** Calls the headless host that served the page. The session is the page’s own cookie. */
export function createHttpTransport({ fetch }: HttpParts): Transport {
  return {
    kind: 'browser',
    async call(name, input, { signal } = {}) {
      const { method, path, query, body } = toHttpRequest(name, input)
      const search = new URLSearchParams(query).toString()
      const init: RequestInit = { method, credentials: 'same-origin', signal: signal ?? null }
      if (body !== undefined) {
        init.headers = { 'content-type': 'application/json' }
        init.body = JSON.stringify(body)
      }
      try {
        const response = await fetch(search === '' ? path : `${path}?${search}`, init)
        return await readResponse(name, response)
      } catch {
        if (signal?.aborted === true) return failure('cancelled', 'This call was cancelled.')
        return failure('offline', 'MailManager’s core cannot be reached')
      }
    },
    upload(name, input, content, options) {
      const { method, path, query } = toHttpRequest(name, input)
      return sendFile(method, `${path}?${new URLSearchParams(query).toString()}`, content, options)
    },
    subscribe(listener, onConnection) {
      let source: EventSource | null = null
      let timer: ReturnType<typeof setTimeout> | undefined
      const open = () => {
        const current = new EventSource('/api/events', { withCredentials: true })
        source = current
        current.onopen = () => onConnection('open')
        current.onerror = () => {
          onConnection('lost')
          if (current.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_AFTER_MS)
        }
        for (const type of coreEventTypes) {
          current.addEventListener(type, (message: MessageEvent<string>) => {
            const event = parseEvent(type, message.data)
            if (event) listener(event)
          })
        }
      }
      onConnection('connecting')
      open()
      return () => {
        clearTimeout(timer)
        source?.close()
      }
    },
  }
}

/**
 * One server-sent event as the core announced it, or null for data that this page does not
 * understand. The event’s name is its `type`; keys come in snake_case.
 */
export function parseEvent(type: string, data: string): CoreEvent | null {
  try {
    const fields = toCamelKeys(JSON.parse(data))
    return isRecord(fields) ? parseCoreEvent({ ...fields, type }) : null
  } catch {
    return null
  }
}

async function readResponse(name: OperationName, response: Response): Promise<Result<unknown>> {
  if (!response.ok) return { ok: false, error: await readError(response) }
  if (operationOf(name).kind !== 'download') {
    return { ok: true, value: toCamelKeys(await response.json()) }
  }
  const download: Download = {
    filename: parseFilename(response.headers.get('content-disposition')),
    contentType: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
  return { ok: true, value: download }
}

/** By XMLHttpRequest: `fetch` does not say how much of a body was sent. */
function sendFile(
  method: string,
  url: string,
  content: Blob,
  { signal, onProgress }: UploadOptions,
): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const broken = () => resolve(failure('upload_interrupted', 'The file did not arrive whole'))
    request.open(method, url)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onerror = broken
    request.onabort = broken
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status })
      const result = response.ok
        ? response.json().then((body): Result<unknown> => ({ ok: true, value: toCamelKeys(body) }))
        : readError(response).then((error): Result<unknown> => ({ ok: false, error }))
      result.then(resolve, broken)
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    if (signal.aborted) broken()
    else request.send(content)
  })
}

async function readError(response: Response): Promise<ErrorBody> {
  const body: unknown = await response.json().catch(() => null)
  const parsed = errorBodySchema.safeParse(toCamelKeys(fieldOf(body, 'error')))
  if (parsed.success) return parsed.data
  return {
    code: response.status === 401 ? 'unauthorized' : 'api_error',
    message: `The core answered ${response.status}`,
  }
}

/** The file name of RFC 6266, `filename*` before `filename`, or `download` where there is none. */
export function parseFilename(disposition: string | null): string {
  return parse(disposition ?? '').parameters['filename'] || 'download'
}

function failure(code: ErrorCode, message: string): Result<never> {
  return { ok: false, error: { code, message } }
}
