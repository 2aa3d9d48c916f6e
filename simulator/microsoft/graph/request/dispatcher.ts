import type { FaultAction } from '../../../control/faults.ts'
import type { Simulation } from '../../../control/simulation.ts'
import {
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../../http/request-and-response.ts'
import type { OutlookStore } from '../../mail-store/outlook-store.ts'
import {
  preferenceApplied,
  parsePreferences,
  type GraphResponse,
  type GraphOperation,
} from './graph-call.ts'
import {
  accessDenied,
  badRequest,
  GraphError,
  graphErrorResponse,
  invalidToken,
  ThrottledError,
} from './errors.ts'
import { tooManyConcurrent } from './throttle.ts'

/** JSON and MIME sent to Graph may be this long. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

export interface GraphDispatcher {
  /** Serves one call. `crowded`: the mailbox has too many in flight already. */
  dispatch(request: ApiRequest, crowded: boolean): Promise<ApiResponse>
}

interface Route {
  operation: GraphOperation
  pattern: RegExp
}

interface RoutedOperation {
  operation: GraphOperation
  path: Record<string, string>
  /** The person named in the path, or null for `me`. */
  user: string | null
}

export function createGraphDispatcher(
  simulation: Simulation,
  operations: readonly GraphOperation[],
): GraphDispatcher {
  const routes = operations.map((operation): Route => {
    const path = operation.path.replaceAll('$', '\\$').replace(/\{(\w+)\}/gu, '(?<$1>[^/]+)')
    return { operation, pattern: new RegExp(`^/v1\\.0/(?:me|users/(?<user>[^/]+))${path}$`, 'u') }
  })
  const now = simulation.clock.now

  const serve = (
    routed: RoutedOperation,
    request: ApiRequest,
    crowded: boolean,
    lateSent: { ms: number; draftRemains: boolean },
  ): ApiResponse => {
    const { operation, path, user } = routed
    const { mailbox, scopes } = authenticate(simulation, request)
    if (user !== null && user.toLowerCase() !== mailbox.email && user !== mailbox.userId)
      throw accessDenied()
    if (!operation.scopes.some((scope) => scopes.includes(scope))) throw accessDenied()
    if (simulation.settings.enforceQuota) {
      if (crowded) throw tooManyConcurrent()
      const isUpload = request.verb !== 'GET'
      simulation.graphThrottle.spend(mailbox.email, isUpload ? request.body.length : 0)
    }
    for (const name of request.query.keys())
      if (!(operation.query ?? []).includes(name))
        throw badRequest(
          name.startsWith('$')
            ? `The query parameter '${name}' is not supported.`
            : `Unrecognized query argument specified: '${name}'.`,
        )
    const preferences = parsePreferences(request.headers['prefer'] ?? '')
    const { body, mime } = parseBody(operation, request)
    mailbox.completeDueSubmissions()
    const version = mailbox.version
    const base = `http://${request.headers['host'] ?? '127.0.0.1'}/v1.0`
    const answer = operation.handle({
      simulation,
      mailbox,
      path,
      query: request.query,
      preferences,
      body,
      mime,
      base,
      resource: request.path.slice('/v1.0'.length),
      lateSent,
    })
    if (mailbox.version !== version) simulation.onChange()
    const applied = preferenceApplied(preferences)
    return write(answer, applied === null ? {} : { 'preference-applied': applied })
  }

  return {
    dispatch: async (request, crowded) => {
      const routed = route(routes, request)
      const account = findMicrosoftAccountOf(simulation, request)
      const name = routed?.operation.name ?? 'graph.unknown'
      const search = request.query.toString()
      const actions = simulation.faults.actionsFor({
        method: name,
        path: search === '' ? request.path : `${request.path}?${search}`,
        account,
        part: request.isBatchPart,
      })
      const injected = await simulation.faults.before(
        simulation,
        actions,
        account,
        createGraphFaultResponse(now),
      )
      let throttled = false
      let response: ApiResponse
      try {
        if (injected) response = injected
        else if (!routed) throw unknownPath(request)
        else response = serve(routed, request, crowded, lateSentOf(actions))
      } catch (error) {
        if (!(error instanceof GraphError)) throw error
        throttled = error instanceof ThrottledError
        response = graphErrorResponse(error, now())
      }
      simulation.ledger.recordCall({
        method: name,
        account,
        units: throttled ? 0 : 1,
        status: response.status,
        throttled,
        isBatchPart: request.isBatchPart,
        at: now(),
      })
      return simulation.faults.after(actions, response)
    },
  }
}

/** The account a request's token belongs to, or null. */
export function findMicrosoftAccountOf(
  simulation: Simulation,
  request: Pick<ApiRequest, 'headers'>,
): string | null {
  const token = bearerOf(request)
  return token === null
    ? null
    : (simulation.microsoftGrants.findByAccessToken(token)?.email ?? null)
}

/** What the fault script's statuses look like at Graph. */
export function createGraphFaultResponse(
  now: () => number,
): (status: number, headers: Record<string, string>) => ApiResponse {
  const codes: Readonly<Record<number, string>> = {
    429: 'ApplicationThrottled',
    500: 'InternalServerError',
    502: 'BadGateway',
    503: 'ServiceUnavailable',
    504: 'GatewayTimeout',
  }
  return (status, headers) =>
    graphErrorResponse(
      new GraphError(
        status,
        codes[status] ?? 'UnknownError',
        status >= 500 ? 'The service is temporarily unavailable.' : 'The request was refused.',
        headers,
      ),
      now(),
    )
}

function authenticate(
  simulation: Simulation,
  request: ApiRequest,
): { mailbox: OutlookStore; scopes: readonly string[] } {
  const token = bearerOf(request)
  if (token === null)
    throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.')
  const access = simulation.microsoftGrants.findByAccessToken(token)
  const mailbox = access ? simulation.outlookStores.get(access.email) : undefined
  if (!access || !mailbox) throw invalidToken()
  return { mailbox, scopes: access.scopes }
}

function bearerOf(request: Pick<ApiRequest, 'headers'>): string | null {
  return /^Bearer ([\w.~+/=-]+)$/iu.exec(request.headers['authorization'] ?? '')?.[1] ?? null
}

function route(routes: readonly Route[], request: ApiRequest): RoutedOperation | null {
  for (const { operation, pattern } of routes) {
    if (operation.verb !== request.verb) continue
    const match = pattern.exec(request.path)
    if (!match) continue
    const { user = null, ...path } = Object.fromEntries(
      Object.entries(match.groups ?? {}).flatMap(([name, value]) =>
        (value as string | undefined) === undefined ? [] : [[name, decoded(value)]],
      ),
    ) as { user?: string } & Record<string, string>
    return { operation, path, user }
  }
  return null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function parseBody(
  operation: GraphOperation,
  request: ApiRequest,
): { body: Record<string, unknown>; mime: Buffer | null } {
  const { body: bytes } = request
  if (bytes.length > MAX_BODY_BYTES)
    throw new GraphError(413, 'RequestEntityTooLarge', 'The request is larger than 4 MB.')
  if (operation.body === undefined || bytes.length === 0) return { body: {}, mime: null }
  const contentType = request.headers['content-type'] ?? ''
  if (operation.body === 'jsonOrMime' && contentType.startsWith('text/plain')) {
    const text = bytes.toString('latin1').trim()
    if (!/^[A-Za-z0-9+/\r\n]+={0,2}$/u.test(text))
      throw badRequest(
        'Invalid base64 string for MIME content.',
        'ErrorMimeContentInvalidBase64String',
      )
    return { body: {}, mime: Buffer.from(text, 'base64') }
  }
  if (!contentType.startsWith('application/json'))
    throw new GraphError(
      415,
      'UnsupportedMediaType',
      `A supported MIME type could not be found that matches the content type '${contentType}'.`,
    )
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw badRequest('Unable to read JSON request payload.')
  return { body: parsed as Record<string, unknown>, mime: null }
}

function write(
  { status, body, bytes, headers = {} }: GraphResponse,
  more: Record<string, string>,
): ApiResponse {
  const all = { ...headers, ...more }
  if (bytes)
    return { status, headers: { 'content-type': bytes.contentType, ...all }, body: bytes.content }
  if (body === undefined) return { status, headers: all, body: Buffer.alloc(0) }
  return jsonResponse(status, body, {
    'content-type':
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    ...all,
  })
}

function lateSentOf(actions: readonly FaultAction[]): { ms: number; draftRemains: boolean } {
  const action = actions.find((one) => 'lateSentMs' in one)
  return action && 'lateSentMs' in action
    ? { ms: action.lateSentMs, draftRemains: action.draftRemains === true }
    : { ms: 0, draftRemains: false }
}

function unknownPath(request: ApiRequest): GraphError {
  const segment = request.path.split('/').at(-1) ?? ''
  return badRequest(`Resource not found for the segment '${decoded(segment)}'.`)
}
