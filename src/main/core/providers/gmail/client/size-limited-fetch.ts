import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { readResponseBody } from '../../shared/response-body.ts'

/** Far above any valid response: 50 threads of mail in one batch, or one message of 35 MB. */
const MAX_RESPONSE_BYTES = 96 * 1024 * 1024

/**
 * `fetch` that reads at most 96 MB of a response, and resolves only once the whole response is read,
 * so that a truncated one is an error of the request.
 */
export async function sizeLimitedFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const body: unknown = init.body
  const whole = body instanceof Readable ? await buffer(body) : undefined
  const response = await fetch(input, whole === undefined ? init : { ...init, body: whole })
  const content = await readResponseBody(response, MAX_RESPONSE_BYTES)
  const headers = new Headers(response.headers)
  // The body is already decoded, so the encoding and the encoded length no longer apply.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const hasBody = response.status !== 204 && response.status !== 304
  return new Response(hasBody ? content : null, { status: response.status, headers })
}
