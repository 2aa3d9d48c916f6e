import type { HeaderReader } from '#core/http/retry-after.ts'
import { ProviderError } from '#core/ports/provider.ts'
import { fieldOf } from '#shared/domain/is-record.ts'
import { unreadableResponseError, type Intent } from '../../shared/request-error.ts'
import type { BatchPartResult } from '../../shared/batch-part-result.ts'
import { classifyErrorResponse } from './classify-error.ts'
import { requestHeaders, relativePath, type GraphRequest } from './graph-request.ts'

/** The most requests that Graph accepts in one batch. */
export const MAX_BATCH = 20

/** Creates the `$batch` request for these requests; the ids of its parts count from 1. */
export function createBatchRequest(requests: readonly GraphRequest[]): GraphRequest {
  const body = {
    requests: requests.map((request, index) => ({
      id: String(index + 1),
      method: request.method,
      url: relativePath(request.path),
      headers: requestHeaders(request),
      ...(request.body === undefined ? {} : { body: request.body }),
    })),
  }
  return { method: 'POST', path: '/$batch', body }
}

/**
 * Parses a batch response into the result of each of `count` requests, in the order of the requests;
 * Graph returns the parts in any order. Throws ProviderError if it is not a batch response.
 */
export function parseBatchResponse(
  response: unknown,
  count: number,
  intent: Intent,
  now: number,
): { outcomes: BatchPartResult[]; isTokenRefused: boolean } {
  const parts = new Map(parseParts(response).map((part) => [part.id, part]))
  const outcomes = Array.from({ length: count }, (_, index): BatchPartResult => {
    const part = parts.get(String(index + 1))
    if (!part) {
      const error = new ProviderError('server', 'Outlook left out part of an answer.')
      return { ok: false, error }
    }
    if (part.status >= 200 && part.status < 300) {
      // A page of HTML or truncated JSON does not prove that anything was done.
      return typeof part.body === 'string'
        ? { ok: false, error: unreadableResponseError(intent, 'Outlook') }
        : { ok: true, data: part.body }
    }
    return { ok: false, error: classifyErrorResponse(part, intent, now) }
  })
  return { outcomes, isTokenRefused: [...parts.values()].some(({ status }) => status === 401) }
}

interface BatchPartResponse {
  id: string
  status: number
  body: unknown
  header: HeaderReader
}

function parseParts(response: unknown): BatchPartResponse[] {
  const list = fieldOf(response, 'responses')
  if (!Array.isArray(list)) throw unreadableResponseError('read', 'Outlook')
  return (list as unknown[]).flatMap((entry) => {
    const [id, status] = [fieldOf(entry, 'id'), fieldOf(entry, 'status')]
    if (typeof id !== 'string' || typeof status !== 'number') return []
    const fields = fieldOf(entry, 'headers')
    return [
      { id, status, body: fieldOf(entry, 'body'), header: (name) => findHeader(fields, name) },
    ]
  })
}

function findHeader(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)
  return found === undefined ? null : String(found[1])
}
