import type { HeaderReader } from '#core/http/retry-after.ts'
import {
  unreadableResponseError,
  type HttpErrorResponse,
  type Intent,
} from '../../shared/request-error.ts'
import { parseJson, readResponseBody } from '../../shared/response-body.ts'

/** Far above any honest answer: a page of mail, or one file of 150 MB. */
const MAX_RESPONSE_BYTES = 192 * 1024 * 1024

/** An HTTP answer that is not a success, on its way to be classified. */
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
 * Reads an answer to its end: bytes of a file, or JSON, or null where there is nothing to say.
 * Throws GraphHttpError for what is not a success, and ProviderError for what can't be read.
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
