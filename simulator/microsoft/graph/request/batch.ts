import type { Simulation } from '../../../control/simulation.ts'
import {
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../../http/request-and-response.ts'
import {
  findMicrosoftAccountOf,
  createGraphFaultResponse,
  type GraphDispatcher,
} from './dispatcher.ts'
import { badRequest, GraphError, graphErrorResponse, invalidToken } from './errors.ts'
import { GRAPH_LIMITS, tooManyConcurrent } from './throttle.ts'

const MAX_REQUESTS = 20

interface BatchEntry {
  id: string
  method: string
  url: URL
  headers: Record<string, string>
  body: Buffer
  dependsOn: string[]
}

/**
 * POST /v1.0/$batch: up to 20 calls in JSON, each counted, four at a time against the mailbox.
 * `places` of the four are free: of each four, those beyond are refused. Answers come in any order.
 */
export async function serveGraphBatch(
  simulation: Simulation,
  graph: GraphDispatcher,
  request: ApiRequest,
  places: number,
): Promise<ApiResponse> {
  const now = simulation.clock.now
  const account = findMicrosoftAccountOf(simulation, request)
  const actions = simulation.faults.actionsFor({
    method: 'graph.batch',
    path: request.path,
    account,
    part: false,
  })
  const injected = await simulation.faults.before(
    simulation,
    actions,
    account,
    createGraphFaultResponse(now),
  )
  if (injected) return simulation.faults.after(actions, injected)
  let entries: BatchEntry[]
  try {
    if (account === null) throw invalidToken()
    entries = parseBatch(request)
  } catch (error) {
    if (error instanceof GraphError) return graphErrorResponse(error, now())
    throw error
  }
  simulation.ledger.recordBatch(entries.length)

  const failing = actions.find((action) => 'partialBatch' in action)
  const share = failing && 'partialBatch' in failing ? failing.partialBatch : 0
  const free = simulation.settings.enforceQuota ? places : GRAPH_LIMITS.concurrent
  const answers = new Map<string, ApiResponse>()
  let started = 0
  for (const entry of entries) {
    const inner: ApiRequest = {
      verb: entry.method,
      path: `/v1.0${entry.url.pathname}`,
      query: entry.url.searchParams,
      headers: {
        ...entry.headers,
        host: request.headers['host'] ?? '',
        authorization: request.headers['authorization'] ?? '',
      },
      body: entry.body,
      isBatchPart: true,
    }
    const failed = entry.dependsOn.some((id) => (answers.get(id)?.status ?? 500) >= 400)
    if (failed) {
      const error = new GraphError(424, 'FailedDependency', 'A request this one depends on failed.')
      answers.set(entry.id, graphErrorResponse(error, now()))
      continue
    }
    // Requests that wait for another never run beside it.
    const crowded = entry.dependsOn.length > 0 ? free === 0 : started % 4 >= free
    started += 1
    const response = simulation.faults.chance(share)
      ? injectedPartFailure(simulation, account, now())
      : await graph.dispatch(inner, crowded)
    if (response.broken === 'drop') return response
    answers.set(entry.id, response)
  }
  const responses = [...answers].map(([id, response]) => batchEntryResponse(id, response))
  shuffle(simulation, responses)
  return simulation.faults.after(actions, jsonResponse(200, { responses }))
}

function parseBatch(request: ApiRequest): BatchEntry[] {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw badRequest('Invalid batch payload format.')
  let parsed: unknown
  try {
    parsed = JSON.parse(request.body.toString('utf8'))
  } catch {
    throw badRequest('Invalid batch payload format.')
  }
  const requests =
    typeof parsed === 'object' && parsed !== null && 'requests' in parsed ? parsed.requests : null
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest('Invalid batch payload format.')
  if (requests.length > MAX_REQUESTS)
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${MAX_REQUESTS}.`,
      'MaximumValueExceeded',
    )
  const seen = new Set<string>()
  const entries = requests.map((given: unknown) => {
    const entry = parseEntry(given, seen)
    seen.add(entry.id)
    return entry
  })
  rejectMixedOrder(entries)
  return entries
}

/** Requests run side by side, or each after the one before it, or all after the same one. */
function rejectMixedOrder(entries: readonly BatchEntry[]): void {
  const dependent = entries.filter(({ dependsOn }) => dependsOn.length > 0)
  if (dependent.length === 0) return
  const isSerial = entries.every(({ dependsOn }, index) =>
    index === 0 ? dependsOn.length === 0 : isOnly(dependsOn, entries[index - 1]?.id),
  )
  const isSame = dependent.every(({ dependsOn }) => isOnly(dependsOn, dependent[0]?.dependsOn[0]))
  if (!isSerial && !isSame)
    throw badRequest('Batch should be either fully sequential or fully parallel.')
}

function isOnly(ids: readonly string[], id: string | undefined): boolean {
  return ids.length === 1 && ids[0] === id
}

function parseEntry(given: unknown, earlier: ReadonlySet<string>): BatchEntry {
  if (typeof given !== 'object' || given === null) throw badRequest('Invalid batch payload format.')
  const known = ['id', 'method', 'url', 'headers', 'body', 'dependsOn']
  const entry = given as Record<string, unknown>
  for (const name of Object.keys(entry))
    if (!known.includes(name)) throw badRequest(`Invalid batch property: ${name}.`)
  const { id, method, url, headers = {}, body, dependsOn = [] } = entry
  if (typeof id !== 'string' || id === '') throw badRequest('A request id is missing.')
  if (earlier.has(id)) throw badRequest(`The request id ${id} is not unique.`)
  if (typeof method !== 'string' || !['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].includes(method))
    throw badRequest(`The method of request ${id} is not valid.`)
  if (typeof url !== 'string' || !/^\/?(?:me|users)\b/u.test(url))
    throw badRequest(`The url of request ${id} is not relative to the version.`)
  if (typeof headers !== 'object' || headers === null)
    throw badRequest(`The headers of request ${id} are not valid.`)
  if (
    !Array.isArray(dependsOn) ||
    !dependsOn.every((one) => typeof one === 'string' && earlier.has(one))
  )
    throw badRequest(`The request ${id} depends on one that is not there before it.`)
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  const isWrite = body !== undefined
  if (isWrite && lower['content-type'] === undefined)
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`)
  return {
    id,
    method,
    url: new URL(url.startsWith('/') ? url : `/${url}`, 'http://batch.invalid'),
    headers: lower,
    // Text bodies are sent as they are, for MIME; everything else is JSON.
    body: !isWrite
      ? Buffer.alloc(0)
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    dependsOn: dependsOn.map(String),
  }
}

function batchEntryResponse(id: string, response: ApiResponse): Record<string, unknown> {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [capitaliseHeaderName(name), value]),
  )
  if (response.body.length === 0) return { id, status: response.status, headers }
  const isJson = (response.headers['content-type'] ?? '').startsWith('application/json')
  const text =
    response.broken === 'truncate'
      ? response.body.subarray(0, response.body.length >> 1)
      : response.body
  const isWhole = isJson && response.broken === undefined
  const body: unknown = isWhole ? JSON.parse(text.toString('utf8')) : text.toString('base64')
  return { id, status: response.status, headers, body }
}

/** Header names inside a batch answer keep their usual capitals. */
function capitaliseHeaderName(name: string): string {
  return name.replace(/(^|-)[a-z]/gu, (letter) => letter.toUpperCase())
}

function injectedPartFailure(simulation: Simulation, account: string, at: number): ApiResponse {
  const response = graphErrorResponse(tooManyConcurrent(), at)
  simulation.ledger.recordCall({
    method: 'graph.injected',
    account,
    units: 0,
    status: response.status,
    throttled: false,
    isBatchPart: true,
    at,
  })
  return response
}

function shuffle(simulation: Simulation, answers: unknown[]): void {
  for (let at = answers.length - 1; at > 0; at -= 1) {
    const other = simulation.random.below(at + 1)
    ;[answers[at], answers[other]] = [answers[other], answers[at]]
  }
}
