import { applyAfter, applyBefore } from '../../control/fault-actions.ts'
import type { FaultAction } from '../../control/faults.ts'
import type { Simulation } from '../../control/simulation.ts'
import { html, json, type ApiRequest, type ApiResponse } from '../../http/exchange.ts'
import type { Mailbox } from '../../mail/mailbox.ts'
import {
  errorResponse,
  GoogleError,
  insufficientScope,
  quotaExceeded,
  tooManyConcurrent,
  unauthenticated,
} from '../errors.ts'
import { bearerToken } from '../oauth/token.ts'
import type { GmailCall } from './call.ts'
import { checkQuery, parseBody, refuseBody } from './declarations.ts'
import { applyFields } from './fields-mask.ts'
import { routeMethod, type RoutedMethod } from './methods.ts'
import { costOf } from './quota.ts'
import { readUpload } from './upload.ts'

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

    checkQuery(request.query, method.query ?? {})
    const upload = isUpload ? readUpload(request) : null
    if (!method.body) refuseBody(request.body)
    else if (!isUpload && request.body.length > 0) requireJson(request)
    const body = method.body ? parseBody(upload?.metadata ?? request.body, method.body) : {}

    const units = costOf(simulation.settings.quotaProfile, method.name)
    if (simulation.settings.enforceQuota && !simulation.quota.spend(mailbox.email, units))
      throw new ThrottledError(refuseQuota())
    spent(units)

    mailbox.settle()
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
    if (mailbox.version !== version) simulation.changed()
    return json(
      200,
      result === undefined ? undefined : applyFields(result, request.query.get('fields')),
    )
  }

  return {
    dispatch: async (request, overloaded) => {
      const routed = routeMethod(request.verb, request.path)
      const account = accountOf(simulation, request)
      const name = routed?.method.name ?? 'unknown'
      const actions = simulation.faults.strike({
        method: name,
        path: pathOf(request),
        account,
        part: request.isBatchPart,
      })
      const injected = await applyBefore(simulation, actions, account, googleFault)
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
      simulation.ledger.call({
        method: name,
        account,
        units,
        status: response.status,
        throttled,
        isBatchPart: request.isBatchPart,
        at: simulation.clock.now(),
      })
      return applyAfter(actions, response)
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
export function accountOf(
  simulation: Simulation,
  request: Pick<ApiRequest, 'headers'>,
): string | null {
  const token = bearerToken(request)
  return token === null ? null : (simulation.grants.access(token)?.email ?? null)
}

function authenticate(
  simulation: Simulation,
  request: ApiRequest,
): { mailbox: Mailbox; scopes: ReadonlySet<string> } {
  const token = bearerToken(request)
  const grant = token === null ? null : simulation.grants.access(token)
  const mailbox = grant ? simulation.mailboxes.get(grant.email) : undefined
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
export function googleFault(status: number, headers: Record<string, string>): ApiResponse {
  const reason = status === 429 ? 'rateLimitExceeded' : 'backendError'
  const message = status >= 500 ? 'Backend Error' : 'The request was refused.'
  return errorResponse(new GoogleError(status, reason, message), headers)
}

/** Google answers addresses it does not serve with a page. */
function unknownPath(request: ApiRequest): ApiResponse {
  const safe = request.path.replace(/[<>&"]/gu, '')
  return html(
    404,
    `<!doctype html><title>Error 404 (Not Found)!!1</title><p>The requested URL <code>${safe}</code> was not found on this server.</p>`,
  )
}

function pathOf({ path, query }: ApiRequest): string {
  const search = query.toString()
  return search === '' ? path : `${path}?${search}`
}
