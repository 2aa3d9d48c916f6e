import { randomBytes } from 'node:crypto'
import {
  htmlResponse,
  redirectResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../http/request-and-response.ts'
import type { Simulation } from '../../control/simulation.ts'
import { consentPage, errorPage } from './consent-page.ts'
import { parseScopes, SIGN_IN_SCOPES } from './scopes.ts'

/** A checked authorization request, waiting for the person's decision. */
interface PendingRequest {
  redirectUri: string
  state: string | null
  scopes: string[]
  challenge: string
  offline: boolean
  consentAsked: boolean
  includeGranted: boolean
  nonce: string | null
}

export interface AuthorizeEndpoint {
  /** GET /o/oauth2/v2/auth */
  authorize: (request: ApiRequest) => ApiResponse
  /** POST /o/oauth2/v2/auth/decision: the consent page's form. */
  decide: (request: ApiRequest) => ApiResponse
}

export function createAuthorizeEndpoint(simulation: Simulation): AuthorizeEndpoint {
  const pending = new Map<string, PendingRequest>()

  const allow = (
    request: PendingRequest,
    email: string,
    scopes: readonly string[],
  ): ApiResponse => {
    const code = simulation.googleGrants.authorize({ ...request, email, scopes })
    return redirectToClient(request, {
      code,
      scope: scopes.join(' '),
      authuser: '0',
      prompt: 'consent',
    })
  }

  return {
    authorize: ({ query }) => {
      const checked = checkRequest(query, simulation.googleGrants.client.id)
      if ('refusal' in checked) return checked.refusal
      const { request } = checked
      const hint = query.get('login_hint')?.toLowerCase() ?? null
      const accounts = [...simulation.gmailStores.values()]
      const named = accounts.find((account) => account.email === hint)
      const isAuto = simulation.consent() === 'auto' || query.get('simulator_consent') === 'auto'
      if (isAuto) {
        const account = hint === null ? accounts[0] : named
        if (account) return allow(request, account.email, request.scopes)
      }
      if (query.get('prompt') === 'none')
        return redirectToClient(request, { error: 'interaction_required' })
      const requestId = randomBytes(24).toString('base64url')
      pending.set(requestId, request)
      const page = consentPage({
        requestId,
        appName: 'MailManager',
        accounts: accounts.map(({ email, displayName }) => ({ email, displayName })),
        chosen: named?.email ?? null,
        scopes: request.scopes,
      })
      return htmlResponse(200, page, { 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
    },
    decide: ({ body }) => {
      const form = new URLSearchParams(body.toString('utf8'))
      const requestId = form.get('request') ?? ''
      const request = pending.get(requestId)
      pending.delete(requestId)
      if (!request)
        return htmlResponse(
          400,
          errorPage(400, 'invalid_request', 'This sign-in page is no longer valid.'),
        )
      if (form.get('decision') !== 'allow')
        return redirectToClient(request, { error: 'access_denied' })
      const email = form.get('account')?.toLowerCase() ?? ''
      if (!simulation.gmailStores.has(email))
        return htmlResponse(400, errorPage(400, 'invalid_request', 'Choose one of the accounts.'))
      const ticked = new Set(form.getAll('scope'))
      const scopes = request.scopes.filter(
        (scope) => SIGN_IN_SCOPES.has(scope) || ticked.has(scope),
      )
      return allow(request, email, scopes)
    },
  }
}

/** Errors before the redirect URI is trusted are pages; later ones go back to the client. */
function checkRequest(
  query: URLSearchParams,
  clientId: string,
): { request: PendingRequest } | { refusal: ApiResponse } {
  const page = (status: number, code: string, message: string): { refusal: ApiResponse } => ({
    refusal: htmlResponse(status, errorPage(status, code, message)),
  })
  if (query.get('client_id') !== clientId)
    return page(401, 'invalid_client', 'The OAuth client was not found.')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isLoopback(redirectUri))
    return page(
      400,
      'redirect_uri_mismatch',
      'The redirect URI in the request does not match the ones registered for the OAuth client.',
    )
  if (query.get('response_type') !== 'code')
    return page(400, 'unsupported_response_type', 'Only response_type=code is served.')
  const parsed = parseScopes(query.get('scope') ?? '')
  if ('unknown' in parsed)
    return page(400, 'invalid_scope', `Some requested scopes were invalid: ${parsed.unknown}`)
  if (parsed.scopes.length === 0)
    return page(400, 'invalid_request', 'Missing required parameter: scope')
  const challenge = query.get('code_challenge') ?? ''
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/u.test(challenge))
    return page(400, 'invalid_request', 'A code_challenge with method S256 is required.')
  const accessType = query.get('access_type') ?? 'online'
  if (accessType !== 'online' && accessType !== 'offline')
    return page(400, 'invalid_request', `Invalid access_type: ${accessType}`)
  return {
    request: {
      redirectUri,
      state: query.get('state'),
      scopes: parsed.scopes,
      challenge,
      offline: accessType === 'offline',
      consentAsked: (query.get('prompt') ?? '').split(' ').includes('consent'),
      includeGranted: query.get('include_granted_scopes') === 'true',
      nonce: query.get('nonce'),
    },
  }
}

/** Installed apps may redirect to any port of the loopback interface (RFC 8252, section 7.3). */
function isLoopback(uri: string): boolean {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname, port, hash } = new URL(uri)
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  return protocol === 'http:' && isLocal && port !== '' && hash === ''
}

function redirectToClient(
  request: PendingRequest,
  parameters: Record<string, string>,
): ApiResponse {
  const url = new URL(request.redirectUri)
  if (request.state !== null) url.searchParams.set('state', request.state)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return redirectResponse(url.href)
}
