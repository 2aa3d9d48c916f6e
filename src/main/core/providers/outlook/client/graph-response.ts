import type { HeaderReader } from '#core/http/retry-after.ts'
import {
  unreadableResponseError,
  type HttpErrorResponse,
  type Intent,
} from '../../shared/request-error.ts'
import { parseJson, readResponseBody } from '../../shared/response-body.ts'

/** Far above any valid response: a page of mail, or one file of 150 MB. */
const MAX_RESPONSE_BYTES = 192 * 1024 * 1024

/** An HTTP error response that is not classified yet. */
export class GraphHttpError extends Error implements HttpErrorResponse {
  readonly status: number
  readonly header: HeaderReader
  readonly body: unknown

  constructor(response: Response, body: unknown) {
    super(`HTTP ${response.status}`)
    this.status = response.status
    this.header = (name) => response.headers.get(name)
    this.body = body
  }
}

/**
 * Reads a response to its end: the bytes of a file, or parsed JSON, or null for an empty body. Throws
 * GraphHttpError for an error status, and ProviderError for a body that is not valid JSON.
 */
export async function readGraphResponse(
  response: Response,
  expected: { intent: Intent; isFile: boolean },
): Promise<unknown> {
  const bytes = await readResponseBody(response, MAX_RESPONSE_BYTES)
  const { isJson, value } = expected.isFile && response.ok ? FILE : parseJson(bytes.toString())
  if (!response.ok) throw new GraphHttpError(response, value)
  if (expected.isFile) return bytes
  if (!isJson && bytes.length > 0) throw unreadableResponseError(expected.intent, 'Outlook')
  return value
}

const FILE = { isJson: false, value: null }
