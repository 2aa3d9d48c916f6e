import type { Simulation } from '../control/simulation.ts'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../http/request-and-response.ts'
import { ATTACHMENT_OPERATIONS } from './graph/endpoints/attachments.ts'
import { serveGraphBatch } from './graph/request/batch.ts'
import type { GraphOperation } from './graph/request/graph-call.ts'
import {
  createGraphDispatcher,
  findMicrosoftAccountOf,
  createGraphFaultResponse,
} from './graph/request/dispatcher.ts'
import { GraphError, graphErrorResponse } from './graph/request/errors.ts'
import { FOLDER_DELTA_OPERATIONS } from './graph/endpoints/folder-delta.ts'
import { FOLDER_OPERATIONS } from './graph/endpoints/folders.ts'
import { MESSAGE_DELTA_OPERATIONS } from './graph/endpoints/message-delta.ts'
import { MESSAGE_READ_OPERATIONS } from './graph/endpoints/message-reads.ts'
import { MESSAGE_WRITE_OPERATIONS } from './graph/endpoints/message-writes.ts'
import { PROFILE_OPERATIONS } from './graph/endpoints/profile.ts'
import { REPLY_OPERATIONS } from './graph/endpoints/replies.ts'
import { GRAPH_LIMITS } from './graph/request/throttle.ts'
import { createUploadSessions } from './graph/endpoints/upload-sessions.ts'
import { createMicrosoftAuthorizeEndpoint } from './oauth/authorize-endpoint.ts'
import { tokenErrorResponse } from './oauth/errors.ts'
import { isTenant } from './oauth/tenants.ts'
import { exchangeMicrosoftToken } from './oauth/token-endpoint.ts'

/** Serves everything that is Microsoft's: the sign-in service, Graph, and its upload URLs. */
export interface MicrosoftRouter {
  /** Whether a path is Microsoft's. */
  handles(path: string): boolean
  serve(request: ApiRequest): Promise<ApiResponse>
}

const SIGN_IN =
  /^\/([^/]+)\/(oauth2\/v2\.0\/(?:authorize(?:\/decision)?|token)|discovery\/v2\.0\/keys)$/u
const BATCH = '/v1.0/$batch'
const UPLOADS = '/graph-uploads/'

export function createMicrosoftRouter(simulation: Simulation): MicrosoftRouter {
  const { clock, settings, graphThrottle: throttle } = simulation
  const uploads = createUploadSessions(simulation)
  const consent = createMicrosoftAuthorizeEndpoint(simulation)
  // Literal paths come before those with placeholders.
  const operations: readonly GraphOperation[] = [
    ...PROFILE_OPERATIONS,
    ...FOLDER_DELTA_OPERATIONS,
    ...MESSAGE_DELTA_OPERATIONS,
    ...FOLDER_OPERATIONS,
    ...MESSAGE_READ_OPERATIONS,
    ...MESSAGE_WRITE_OPERATIONS,
    ...REPLY_OPERATIONS,
    ...ATTACHMENT_OPERATIONS,
    ...uploads.operations,
  ]
  const graph = createGraphDispatcher(simulation, operations)

  /** The service at work, with latency, holding as many of the mailbox's places as it takes. */
  const occupy = async (
    account: string | null,
    wanted: number,
    work: (places: number) => Promise<ApiResponse>,
  ): Promise<ApiResponse> => {
    const held = account === null ? null : throttle.acquire(account, wanted)
    try {
      await clock.sleep(settings.latencyMs / 2)
      const response = await work(held?.slots ?? wanted)
      await clock.sleep(settings.latencyMs / 2)
      return response
    } finally {
      held?.release()
    }
  }

  const serveSignIn = async (
    tenant: string,
    endpoint: string,
    request: ApiRequest,
  ): Promise<ApiResponse> => {
    const [method, work] = signInRoute(tenant, endpoint, request)
    const actions = simulation.faults.actionsFor({
      method,
      path: request.path,
      account: null,
      part: false,
    })
    const injected = await simulation.faults.before(
      simulation,
      actions,
      null,
      (status, headers) => {
        const message = 'The service is temporarily unavailable. Please retry later.'
        const error = { error: 'temporarily_unavailable', number: 90033, message }
        const response = tokenErrorResponse(error, clock.now(), status)
        return { ...response, headers: { ...response.headers, ...headers } }
      },
    )
    const response = injected ?? work()
    simulation.ledger.recordCall({
      method,
      account: null,
      units: 0,
      status: response.status,
      throttled: false,
      isBatchPart: false,
      at: clock.now(),
    })
    return simulation.faults.after(actions, response)
  }
  const signInRoute = (
    tenant: string,
    endpoint: string,
    request: ApiRequest,
  ): [string, () => ApiResponse] => {
    const refuse = (number: number, message: string): (() => ApiResponse) => {
      return () => tokenErrorResponse({ error: 'invalid_request', number, message }, clock.now())
    }
    if (!isTenant(tenant))
      return ['microsoft.unknown', refuse(90002, `Tenant '${tenant}' not found.`)]
    switch (`${request.verb} ${endpoint}`) {
      case 'GET oauth2/v2.0/authorize':
        return ['microsoft.authorize', () => consent.authorize(tenant, request)]
      case 'POST oauth2/v2.0/authorize/decision':
        return ['microsoft.consent', () => consent.decide(request)]
      case 'POST oauth2/v2.0/token':
        return ['microsoft.token', () => exchangeMicrosoftToken(simulation, tenant, request)]
      case 'GET discovery/v2.0/keys':
        return ['microsoft.keys', () => jsonResponse(200, simulation.idTokens.jwkSet())]
      default:
        return [
          'microsoft.unknown',
          refuse(900561, 'The endpoint only accepts other request methods.'),
        ]
    }
  }

  const serveUpload = async (request: ApiRequest): Promise<ApiResponse> => {
    const account = uploads.mailboxOf(request)?.email ?? null
    const method = 'graph.uploads.put'
    const actions = simulation.faults.actionsFor({
      method,
      path: request.path,
      account,
      part: false,
    })
    const injected = await simulation.faults.before(
      simulation,
      actions,
      account,
      createGraphFaultResponse(clock.now),
    )
    let throttled = false
    let response: ApiResponse
    try {
      if (!injected && account !== null && settings.enforceQuota)
        throttle.spend(account, request.body.length)
      response = injected ?? uploads.serve(request)
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
      throttled = true
      response = graphErrorResponse(error, clock.now())
    }
    simulation.ledger.recordCall({
      method,
      account,
      units: throttled ? 0 : 1,
      status: response.status,
      throttled,
      isBatchPart: false,
      at: clock.now(),
    })
    return simulation.faults.after(actions, response)
  }

  return {
    handles: (path) => path.startsWith('/v1.0/') || path.startsWith(UPLOADS) || SIGN_IN.test(path),
    serve: async (request) => {
      simulation.ledger.recordHttpRequest()
      const signIn = SIGN_IN.exec(request.path)
      if (signIn)
        return occupy(null, 1, () => serveSignIn(signIn[1] ?? '', signIn[2] ?? '', request))
      const account = findMicrosoftAccountOf(simulation, request)
      if (request.path.startsWith(UPLOADS)) return occupy(null, 1, () => serveUpload(request))
      if (request.path === BATCH && request.verb === 'POST')
        return occupy(account, GRAPH_LIMITS.concurrent, (places) =>
          serveGraphBatch(simulation, graph, request, places),
        )
      return occupy(account, 1, (places) => graph.dispatch(request, places === 0))
    },
  }
}
