import { z } from 'zod'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../http/request-and-response.ts'
import { parseControlRequest } from './account-routes.ts'
import type { Accounts } from './accounts.ts'
import { serveGoogleControl } from './google-routes.ts'
import { MICROSOFT_CONTROL, serveMicrosoftControl } from './microsoft-routes.ts'
import type { Simulation } from './simulation.ts'

export interface ControlContext {
  simulation: Simulation
  accounts: Accounts
  setConsent: (consent: 'page' | 'auto') => void
}

const RULE = z.strictObject({
  match: z.strictObject({
    method: z.string().exactOptional(),
    path: z.string().exactOptional(),
    account: z.string().exactOptional(),
    part: z.boolean().exactOptional(),
  }),
  times: z.int().positive().exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  skip: z.int().min(0).exactOptional(),
  action: z.union([
    z.strictObject({
      status: z.int().min(400).max(599),
      body: z.unknown().exactOptional(),
      retryAfter: z.union([z.number(), z.string()]).exactOptional(),
    }),
    z.strictObject({ dropConnection: z.enum(['before', 'after']) }),
    z.strictObject({ delayMs: z.number().min(0) }),
    z.strictObject({ truncateBody: z.literal(true) }),
    z.strictObject({ htmlErrorPage: z.union([z.literal(true), z.int().min(200).max(599)]) }),
    z.strictObject({ expireHistory: z.literal(true) }),
    z.strictObject({ revokeGrant: z.literal(true) }),
    z.strictObject({
      lateSentMs: z.number().positive(),
      draftRemains: z.boolean().exactOptional(),
    }),
    z.strictObject({ partialBatch: z.number().min(0).max(1) }),
  ]),
})
const SETTINGS = z.strictObject({
  consent: z.enum(['page', 'auto']).exactOptional(),
  latencyMs: z.number().min(0).exactOptional(),
  quotaProfile: z.enum(['legacy', 'current']).exactOptional(),
  enforceQuota: z.boolean().exactOptional(),
  replaceMessageId: z.boolean().exactOptional(),
  adminApproval: z.boolean().exactOptional(),
  oldRefreshTokensFail: z.boolean().exactOptional(),
})

/**
 * The control API under /_control/ (README.md lists it). Only programs of this machine may use it:
 * a Host other than loopback means a web page tries to reach it through a name of its own.
 */
export function serveControl(context: ControlContext, request: ApiRequest): ApiResponse {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(request.headers['host'] ?? ''))
    return jsonResponse(403, { error: 'The control API answers loopback hosts only' })
  if (request.headers['origin'] !== undefined)
    return jsonResponse(403, { error: 'The control API is not for web pages' })
  try {
    if (request.path.startsWith(MICROSOFT_CONTROL))
      return serveMicrosoftControl(context.accounts, request)
    return route(context, request)
  } catch (error) {
    if (error instanceof z.ZodError) return jsonResponse(400, { error: z.prettifyError(error) })
    if (error instanceof Error) return jsonResponse(400, { error: error.message })
    throw error
  }
}

function route(
  { simulation, accounts, setConsent }: ControlContext,
  request: ApiRequest,
): ApiResponse {
  const { ledger, faults, clock, settings, gmailQuota: quota } = simulation
  const call = parseControlRequest(request, '/_control')
  const { body } = call

  switch (call.route) {
    case 'GET /ledger':
      return jsonResponse(200, ledger.snapshot())
    case 'DELETE /ledger':
      ledger.reset()
      return jsonResponse(200, {})
    case 'GET /faults':
      return jsonResponse(200, { faults: faults.list() })
    case 'POST /faults':
      return jsonResponse(201, { id: faults.add(RULE.parse(body())) })
    case 'DELETE /faults':
      faults.clear()
      return jsonResponse(200, {})
    case 'GET /clock':
      return jsonResponse(200, { now: clock.now(), timeScale: clock.timeScale })
    case 'POST /clock':
      clock.advance(z.strictObject({ advanceMs: z.number().min(0) }).parse(body()).advanceMs)
      return jsonResponse(200, { now: clock.now() })
    case 'GET /settings':
      return jsonResponse(200, { ...settings, consent: simulation.consent() })
    case 'PATCH /settings': {
      const { consent, ...rest } = SETTINGS.parse(body())
      if (consent) setConsent(consent)
      Object.assign(settings, rest)
      return jsonResponse(200, { ...settings, consent: simulation.consent() })
    }
    case 'POST /reset':
      for (const { email: address } of [...accounts.list(), ...accounts.listMicrosoft()])
        accounts.remove(address)
      faults.clear()
      ledger.reset()
      quota.reset()
      simulation.graphThrottle.reset()
      return jsonResponse(200, {})
    default:
      return (
        serveGoogleControl(accounts, call) ??
        jsonResponse(404, { error: `The control API has no ${call.route}` })
      )
  }
}
