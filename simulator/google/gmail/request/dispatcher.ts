import type { FaultAction } from '../../../control/faults.ts'
import type { Simulation } from '../../../control/simulation.ts'
import {
  htmlResponse,
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../../http/request-and-response.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import {
  errorResponse,
  GoogleError,
  insufficientScope,
  quotaExceeded,
  tooManyConcurrent,
  unauthenticated,
} from '../../errors.ts'
import { bearerToken } from '../../oauth/token-endpoints.ts'
import type { GmailCall } from './gmail-call.ts'
import { validateQuery, parseBody, rejectBody } from './validate-request.ts'
import { applyFields } from './fields-mask.ts'
import { routeMethod, type RoutedMethod } from './route-method.ts'
import { costOf } from './quota.ts'
import { parseUpload } from './parse-upload.ts'

export interface GmailDispatcher {
  /** Serves one call. `overloaded`: the person has too many requests in flight already. */
  dispatch(request: ApiRequest, overloaded: boolean): Promise<ApiResponse>
}

export function createGmailDispatcher(simulation: Simulation): GmailDispatcher {
  let refusals = 0

  const refuseQuota = (): GoogleError => quotaExceeded(refusals++)

  const serve = (
    routed: RoutedMethod,
    request: ApiRequest,
    overloaded: boolean,
    lateSentMs: number,
    spent: (units: number) => void,
  ): ApiResponse => {
    const { method, path, isUpload } = routed
    const { mailbox, scopes } = authenticate(simulation, request)
    if (routed.userId !== 'me' && routed.userId.toLowerCase() !== mailbox.email)
      throw new GoogleError(403, 'forbidden', `Delegation denied for ${mailbox.email}`)
    if (!method.scopes.some((scope) => scopes.has(scope))) throw insufficientScope()
    if (overloaded) throw new ThrottledError(tooManyConcurrent())

    validateQuery(request.query, method.query ?? {})
    const upload = isUpload ? parseUpload(request) : null
    if (!method.body) rejectBody(request.body)
    else if (!isUpload && request.body.length > 0) requireJson(request)
    const body = method.body ? parseBody(upload?.metadata ?? request.body, method.body) : {}

    const units = costOf(simulation.settings.quotaProfile, method.name)
    if (simulation.settings.enforceQuota && !simulation.gmailQuota.spend(mailbox.email, units))
      throw new ThrottledError(refuseQuota())
    spent(units)

    mailbox.applyDueChanges()
    const version = mailbox.version
    const call: GmailCall = {
      simulation,
      mailbox,
      path,
      query: request.query,
      body,
      media: upload?.media ?? null,
      scopes,
      lateSentMs,
    }
    const result = method.handle(call)
    if (mailbox.version !== version) simulation.onChange()
    return jsonResponse(
      200,
      result === undefined ? undefined : applyFields(result, request.query.get('fields')),
    )
  }

  return {
    dispatch: async (request, overloaded) => {
      const routed = routeMethod(request.verb, request.path)
      const account = findGoogleAccountOf(simulation, request)
      const name = routed?.method.name ?? 'unknown'
      const actions = simulation.faults.actionsFor({
        method: name,
        path: pathOf(request),
        account,
        part: request.isBatchPart,
      })
      const injected = await simulation.faults.before(
        simulation,
        actions,
        account,
        createGoogleFaultResponse,
      )
      let units = 0
      let throttled = false
      let response: ApiResponse
      if (injected) response = injected
      else if (!routed) response = unknownPath(request)
      else
        try {
          response = serve(routed, request, overloaded, lateSent(actions), (spent) => {
            units = spent
          })
        } catch (error) {
          const refusal = error instanceof ThrottledError ? error.refusal : error
          if (!(refusal instanceof GoogleError)) throw error
          throttled = error instanceof ThrottledError
          response = errorResponse(refusal)
        }
      simulation.ledger.recordCall({
        method: name,
        account,
        units,
        status: response.status,
        throttled,
        isBatchPart: request.isBatchPart,
        at: simulation.clock.now(),
      })
      return simulation.faults.after(actions, response)
    },
  }
}

/** Marks refusals that the ledger counts as throttled. */
class ThrottledError extends Error {
  readonly refusal: GoogleError

  constructor(refusal: GoogleError) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** The account a request's token belongs to, or null. */
export function findGoogleAccountOf(
  simulation: Simulation,
  request: Pick<ApiRequest, 'headers'>,
): string | null {
  const token = bearerToken(request)
  return token === null ? null : (simulation.googleGrants.findByAccessToken(token)?.email ?? null)
}

function authenticate(
  simulation: Simulation,
  request: ApiRequest,
): { mailbox: GmailStore; scopes: ReadonlySet<string> } {
  const token = bearerToken(request)
  const grant = token === null ? null : simulation.googleGrants.findByAccessToken(token)
  const mailbox = grant ? simulation.gmailStores.get(grant.email) : undefined
  if (!grant || !mailbox) throw unauthenticated()
  return { mailbox, scopes: new Set(grant.scopes) }
}

function requireJson(request: ApiRequest): void {
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('application/json'))
    throw new GoogleError(400, 'badRequest', `Media type '${contentType}' is not supported.`)
}

function lateSent(actions: readonly FaultAction[]): number {
  return Math.max(0, ...actions.map((action) => ('lateSentMs' in action ? action.lateSentMs : 0)))
}

/** What the fault script's statuses look like at Google. */
export function createGoogleFaultResponse(
  status: number,
  headers: Record<string, string>,
): ApiResponse {
  const reason = status === 429 ? 'rateLimitExceeded' : 'backendError'
  const message = status >= 500 ? 'Backend Error' : 'The request was refused.'
  return errorResponse(new GoogleError(status, reason, message), headers)
}

/** Google answers addresses it does not serve with a page. */
function unknownPath(request: ApiRequest): ApiResponse {
  const safe = request.path.replace(/[<>&"]/gu, '')
  return htmlResponse(
    404,
    `<!doctype html><title>Error 404 (Not Found)!!1</title><p>The requested URL <code>${safe}</code> was not found on this server.</p>`,
  )
}

function pathOf({ path, query }: ApiRequest): string {
  const search = query.toString()
  return search === '' ? path : `${path}?${search}`
}
