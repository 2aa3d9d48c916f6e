import type { Simulation } from '../control/simulation.ts'
import {
  htmlResponse,
  jsonResponse,
  type ApiRequest,
  type ApiResponse,
} from '../http/request-and-response.ts'
import { serveBatch } from './gmail/request/batch.ts'
import { createGmailDispatcher, createGoogleFaultResponse } from './gmail/request/dispatcher.ts'
import { createAuthorizeEndpoint } from './oauth/authorize-endpoint.ts'
import { errorPage } from './oauth/consent-page.ts'
import { exchangeToken, revokeToken, tokenInfo, userInfo } from './oauth/token-endpoints.ts'

/** Serves everything that is Google's: OAuth, the Gmail API and its batch endpoint. */
export interface GoogleRouter {
  serve(request: ApiRequest, overloaded: boolean): Promise<ApiResponse>
}

type OAuthRoute = { name: string; serve: (request: ApiRequest) => ApiResponse }

export function createGoogleRouter(simulation: Simulation): GoogleRouter {
  const gmail = createGmailDispatcher(simulation)
  const consent = createAuthorizeEndpoint(simulation)

  const token: OAuthRoute = {
    name: 'oauth.token',
    serve: (request) => exchangeToken(simulation, request),
  }
  const revoke: OAuthRoute = {
    name: 'oauth.revoke',
    serve: (request) => revokeToken(simulation, request),
  }
  const person: OAuthRoute = {
    name: 'oauth.userinfo',
    serve: (request) => userInfo(simulation, request),
  }
  const oauth = new Map<string, OAuthRoute>([
    ['GET /o/oauth2/v2/auth', { name: 'oauth.authorize', serve: consent.authorize }],
    ['POST /o/oauth2/v2/auth/decision', { name: 'oauth.consent', serve: consent.decide }],
    ['POST /oauth2/token', token],
    ['POST /token', token],
    ['POST /oauth2/revoke', revoke],
    ['POST /revoke', revoke],
    ['GET /oauth2/v2/userinfo', person],
    ['GET /oauth2/v3/userinfo', person],
    [
      'GET /oauth2/v3/tokeninfo',
      { name: 'oauth.tokeninfo', serve: (request) => tokenInfo(simulation, request) },
    ],
    [
      'GET /oauth2/v3/certs',
      { name: 'oauth.certs', serve: () => jsonResponse(200, simulation.idTokens.jwkSet()) },
    ],
  ])

  const serveOAuth = async (route: OAuthRoute, request: ApiRequest): Promise<ApiResponse> => {
    const account = null
    const actions = simulation.faults.actionsFor({
      method: route.name,
      path: request.path,
      account,
      part: false,
    })
    const response =
      (await simulation.faults.before(simulation, actions, account, createGoogleFaultResponse)) ??
      route.serve(request)
    simulation.ledger.recordCall({
      method: route.name,
      account,
      units: 0,
      status: response.status,
      throttled: false,
      isBatchPart: false,
      at: simulation.clock.now(),
    })
    return simulation.faults.after(actions, response)
  }

  return {
    serve: async (request, overloaded) => {
      simulation.ledger.recordHttpRequest()
      const { path, verb } = request
      const route = oauth.get(`${verb} ${path}`)
      if (route) return serveOAuth(route, request)
      if (verb === 'POST' && /^\/batch(?:\/gmail\/v1)?$/u.test(path))
        return serveBatch(simulation, gmail, request, overloaded)
      if (/^(?:\/upload)?\/gmail\/v1\//u.test(path)) return gmail.dispatch(request, overloaded)
      return htmlResponse(404, errorPage(404, 'not_found', 'The requested URL was not found.'))
    },
  }
}
