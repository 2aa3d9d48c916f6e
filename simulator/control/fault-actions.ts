import { htmlResponse, jsonResponse, type ApiResponse } from '../http/request-and-response.ts'
import type { FaultAction } from './faults.ts'
import type { Simulation } from './simulation.ts'

/** How a service words a status that the script injects without a body of its own. */
export type CreateFaultResponse = (status: number, headers: Record<string, string>) => ApiResponse

/** What the fault script does before the work: an answer in its place, or null to go on. */
export async function applyFaultsBefore(
  simulation: Simulation,
  actions: readonly FaultAction[],
  account: string | null,
  injectedError: CreateFaultResponse,
): Promise<ApiResponse | null> {
  for (const action of actions) {
    if ('delayMs' in action) await simulation.clock.sleep(action.delayMs)
    else if ('dropConnection' in action && action.dropConnection === 'before')
      return { status: 0, headers: {}, body: Buffer.alloc(0), broken: 'drop' }
    else if ('htmlErrorPage' in action)
      return htmlResponse(action.htmlErrorPage === true ? 502 : action.htmlErrorPage, HTML_ERROR)
    else if ('status' in action) return injectedResponse(action, injectedError)
    else if ('expireHistory' in action && account !== null) {
      simulation.gmailStores.get(account)?.history.expire()
      simulation.outlookStores.get(account)?.changes.expire()
    } else if ('revokeGrant' in action && account !== null) {
      simulation.googleGrants.revokeAccount(account)
      simulation.microsoftGrants.revokeAccount(account)
    }
  }
  return null
}

/** What it does after the work: the answer is lost or cut. */
export function applyFaultsAfter(
  actions: readonly FaultAction[],
  response: ApiResponse,
): ApiResponse {
  for (const action of actions) {
    if ('dropConnection' in action && action.dropConnection === 'after')
      return { ...response, broken: 'drop' }
    if ('spoilFields' in action)
      return applyFaultsAfter(
        actions.filter((one) => one !== action),
        spoilFields(action, response),
      )
    if ('truncateBody' in action) return { ...response, broken: 'truncate' }
  }
  return response
}

function spoilFields(
  {
    spoilFields: { ids, fields, value = null },
    remove,
  }: Extract<FaultAction, { spoilFields: unknown }>,
  response: ApiResponse,
): ApiResponse {
  if (!(response.headers['content-type'] ?? '').startsWith('application/json')) return response
  const body: unknown = JSON.parse(response.body.toString('utf8'), (_key, found: unknown) => {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return found
    const { id } = found as { id?: unknown }
    if (typeof id !== 'string' || !ids.includes(id)) return found
    return Object.fromEntries(
      Object.entries(found).flatMap(([name, kept]: [string, unknown]) => {
        if (!fields.includes(name)) return [[name, kept]]
        return remove === true ? [] : [[name, value]]
      }),
    )
  })
  return { ...response, body: Buffer.from(JSON.stringify(body)) }
}

function injectedResponse(
  action: { status: number; body?: unknown; retryAfter?: number | string },
  injectedError: CreateFaultResponse,
): ApiResponse {
  const headers: Record<string, string> =
    action.retryAfter === undefined ? {} : { 'retry-after': String(action.retryAfter) }
  if (action.body !== undefined) return jsonResponse(action.status, action.body, headers)
  return injectedError(action.status, headers)
}

const HTML_ERROR =
  '<!doctype html><html><head><title>Error</title></head><body><h1>Server Error</h1><p>The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.</p></body></html>'
