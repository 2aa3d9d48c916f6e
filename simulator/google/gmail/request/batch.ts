import { randomBytes } from 'node:crypto'
import type { Simulation } from '../../../control/simulation.ts'
import {
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../../http/request-and-response.ts'
import { headerValue, parseHeaders, splitHeader } from '../../../mail/mime/headers.ts'
import { parseMime, type MimePart } from '../../../mail/mime/parse-mime.ts'
import { errorResponse, GoogleError, quotaExceeded, tooManyConcurrent } from '../../errors.ts'
import {
  findGoogleAccountOf,
  createGoogleFaultResponse,
  type GmailDispatcher,
} from './dispatcher.ts'

const MAX_PARTS = 100

/**
 * POST /batch/gmail/v1: up to 100 calls in a multipart/mixed body. Each part is counted and can
 * fail by itself. Where every part has a Content-ID the answers come in any order, as Google warns.
 */
export async function serveBatch(
  simulation: Simulation,
  gmail: GmailDispatcher,
  request: ApiRequest,
  overloaded: boolean,
): Promise<ApiResponse> {
  const account = findGoogleAccountOf(simulation, request)
  const actions = simulation.faults.actionsFor({
    method: 'batch',
    path: request.path,
    account,
    part: false,
  })
  const injected = await simulation.faults.before(
    simulation,
    actions,
    account,
    createGoogleFaultResponse,
  )
  if (injected) return simulation.faults.after(actions, injected)
  if (overloaded) return errorResponse(tooManyConcurrent())

  const contentType = request.headers['content-type'] ?? ''
  const head = Buffer.from(`Content-Type: ${contentType}\r\n\r\n`, 'latin1')
  const parts = parseMime(Buffer.concat([head, request.body])).parts
  if (!contentType.startsWith('multipart/mixed') || parts.length === 0)
    return batchError(
      'Failed to parse batch request, error: missing or malformed multipart/mixed body.',
    )
  if (parts.length > MAX_PARTS)
    return batchError(
      `The batch request has ${parts.length} parts; at most ${MAX_PARTS} are allowed.`,
    )
  simulation.ledger.recordBatch(parts.length)

  const failing = actions.find((action) => 'partialBatch' in action)
  const share = failing && 'partialBatch' in failing ? failing.partialBatch : 0
  const answers: { contentId: string | null; response: ApiResponse }[] = []
  for (const [index, part] of parts.entries()) {
    const contentId = headerValue(part.headers, 'content-id')
    const inner = parsePartRequest(part, request)
    const response =
      inner === null
        ? errorResponse(new GoogleError(400, 'badRequest', 'Failed to parse batch part.'))
        : simulation.faults.chance(share)
          ? injectedPartFailure(simulation, account, index)
          : await gmail.dispatch(inner, false)
    if (response.broken === 'drop') return response
    answers.push({ contentId, response })
  }
  if (answers.every(({ contentId }) => contentId !== null)) shuffle(simulation, answers)
  return simulation.faults.after(actions, formatBatchResponse(answers))
}

/** The request inside an application/http part, or null where it is none. */
function parsePartRequest(part: MimePart, outer: ApiRequest): ApiRequest | null {
  if (part.mimeType !== 'application/http') return null
  const newline = part.encoded.indexOf(0x0a)
  const line = part.encoded.subarray(0, newline < 0 ? part.encoded.length : newline)
  const match = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?\s*$/u.exec(line.toString('latin1'))
  const target = match?.[2] ?? ''
  if (!match || !URL.canParse(target, 'http://batch.invalid')) return null
  const { header, body } = splitHeader(part.encoded.subarray(line.length + 1))
  const headers: Record<string, string> = {}
  for (const { name, value } of parseHeaders(header)) headers[name.toLowerCase()] = value
  const authorization = headers['authorization'] ?? outer.headers['authorization']
  const url = new URL(target, 'http://batch.invalid')
  // Trailing line ends belong to the multipart frame unless a length says otherwise.
  const length = Number(headers['content-length'] ?? Number.NaN)
  return {
    verb: match[1] ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
    body: Number.isFinite(length) ? body.subarray(0, length) : trimEnd(body),
    isBatchPart: true,
  }
}

function trimEnd(body: Buffer): Buffer {
  let end = body.length
  while (end > 0 && (body[end - 1] === 0x0a || body[end - 1] === 0x0d)) end -= 1
  return body.subarray(0, end)
}

function injectedPartFailure(
  simulation: Simulation,
  account: string | null,
  index: number,
): ApiResponse {
  const response = errorResponse(quotaExceeded(index))
  simulation.ledger.recordCall({
    method: 'injected',
    account,
    units: 0,
    status: response.status,
    throttled: false,
    isBatchPart: true,
    at: simulation.clock.now(),
  })
  return response
}

function shuffle(simulation: Simulation, answers: unknown[]): void {
  for (let at = answers.length - 1; at > 0; at -= 1) {
    const other = simulation.random.below(at + 1)
    ;[answers[at], answers[other]] = [answers[other], answers[at]]
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

function formatBatchResponse(
  answers: readonly { contentId: string | null; response: ApiResponse }[],
): ApiResponse {
  const boundary = `batch_${randomBytes(18).toString('base64url')}`
  const pieces: Buffer[] = []
  for (const { contentId, response } of answers) {
    const id = contentId === null ? '' : `Content-ID: ${responseId(contentId)}\r\n`
    const headers = { ...response.headers, 'content-length': String(response.body.length) }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    pieces.push(
      Buffer.from(
        `--${boundary}\r\nContent-Type: application/http\r\n${id}\r\n` +
          `HTTP/1.1 ${response.status} ${REASONS[response.status] ?? 'Status'}\r\n${lines.join('')}\r\n`,
      ),
      response.broken === 'truncate'
        ? response.body.subarray(0, response.body.length >> 1)
        : response.body,
      Buffer.from('\r\n'),
    )
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: Buffer.concat(pieces),
  }
}

/** `<item1>` is answered as `<response-item1>`. */
function responseId(contentId: string): string {
  return contentId.startsWith('<') ? `<response-${contentId.slice(1)}` : `response-${contentId}`
}

function batchError(message: string): ApiResponse {
  return jsonResponse(400, {
    error: {
      code: 400,
      message,
      errors: [{ message, domain: 'global', reason: 'badRequest' }],
      status: 'INVALID_ARGUMENT',
    },
  })
}
