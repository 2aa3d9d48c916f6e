import { randomBytes } from 'node:crypto'
import type { Simulation } from '../../control/simulation.ts'
import {
  htmlResponse,
  redirectResponse,
  type ApiRequest,
  type ApiResponse,
} from '../../http/request-and-response.ts'
import { guidOf } from '../guid.ts'
import { type OutlookStore } from '../mail-store/outlook-store.ts'
import { formatErrorDescription, type SignInError } from './errors.ts'
import { approvalPage, consentPage, formPostPage, signInErrorPage } from './sign-in-pages.ts'
import { parseScopes } from './scopes.ts'
import { allowsAccount } from './tenants.ts'
import { clientInfoOf } from './token-endpoint.ts'

type ResponseMode = 'query' | 'fragment' | 'form_post'

/** A checked authorization request, waiting for the person's decision. */
interface PendingRequest {
  tenant: string
  redirectUri: string
  responseMode: ResponseMode
  state: string | null
  scopes: string[]
  scopesAsWritten: string[]
  challenge: string
  nonce: string | null
  wantsClientInfo: boolean
}

export interface MicrosoftAuthorizeEndpoint {
  /** GET /{tenant}/oauth2/v2.0/authorize */
  authorize(tenant: string, request: ApiRequest): ApiResponse
  /** POST /{tenant}/oauth2/v2.0/authorize/decision: the consent page's form. */
  decide(request: ApiRequest): ApiResponse
}

const PROMPTS: readonly string[] = ['login', 'none', 'consent', 'select_account']
const DECLINED: SignInError = {
  error: 'access_denied',
  number: 65004,
  message: 'User declined to consent to access the app.',
}
const NEEDS_ADMIN: SignInError = {
  error: 'access_denied',
  number: 90094,
  message: 'The grant requires administrator permission.',
}

export function createMicrosoftAuthorizeEndpoint(
  simulation: Simulation,
): MicrosoftAuthorizeEndpoint {
  const pending = new Map<string, PendingRequest>()
  const now = simulation.clock.now

  const errorPage = (error: SignInError): ApiResponse =>
    htmlResponse(400, signInErrorPage(formatErrorDescription(error, now())))
  const refuse = (request: PendingRequest, error: SignInError): ApiResponse =>
    redirectToClient(request, {
      error: error.error,
      ...(error === DECLINED ? { error_subcode: 'cancel' } : {}),
      error_description: formatErrorDescription(error, now()),
    })
  const accept = (request: PendingRequest, mailbox: OutlookStore): ApiResponse => {
    const code = simulation.microsoftGrants.authorize({ ...request, email: mailbox.email })
    return redirectToClient(request, {
      code,
      ...(request.wantsClientInfo ? { client_info: clientInfoOf(mailbox) } : {}),
      session_state: guidOf(`session.${code}`),
    })
  }
  const needsAdmin = (mailbox: OutlookStore | undefined): boolean =>
    simulation.settings.adminApproval && mailbox?.kind !== 'personal'

  return {
    authorize: (tenant, { query, path }) => {
      const checked = checkRequest(tenant, query, simulation.microsoftGrants.clientId)
      if ('page' in checked) return errorPage(checked.page)
      const { request } = checked
      if ('refusal' in checked) return refuse(request, checked.refusal)
      const hint = query.get('login_hint')?.toLowerCase() ?? null
      const accounts = [...simulation.outlookStores.values()].filter((one) =>
        allowsAccount(tenant, one),
      )
      const named = accounts.find((account) => account.email === hint)
      const isAuto = simulation.consent() === 'auto' || query.get('simulator_consent') === 'auto'
      const chosen = hint === null ? accounts[0] : named
      if (isAuto && chosen)
        return needsAdmin(chosen) ? refuse(request, NEEDS_ADMIN) : accept(request, chosen)
      if (query.get('prompt') === 'none')
        return refuse(request, {
          error: 'interaction_required',
          number: 50058,
          message: 'A silent sign-in request was sent but no user is signed in.',
        })
      const requestId = randomBytes(24).toString('base64url')
      pending.set(requestId, request)
      const action = `${path}/decision`
      return htmlResponse(
        200,
        consentPage({
          requestId,
          action,
          accounts: accounts.map(({ email, displayName }) => ({ email, displayName })),
          chosen: named?.email ?? null,
          scopes: request.scopes,
        }),
        { 'cache-control': 'no-store', 'x-frame-options': 'DENY' },
      )
    },
    decide: ({ body, path }) => {
      const form = new URLSearchParams(body.toString('utf8'))
      const requestId = form.get('request') ?? ''
      const request = pending.get(requestId)
      pending.delete(requestId)
      if (!request)
        return errorPage({
          error: 'invalid_request',
          number: 90036,
          message: 'This sign-in page is no longer valid.',
        })
      if (form.get('decision') === 'return') return refuse(request, NEEDS_ADMIN)
      if (form.get('decision') !== 'accept') return refuse(request, DECLINED)
      const mailbox = simulation.outlookStores.get(form.get('account')?.toLowerCase() ?? '')
      if (!mailbox || !allowsAccount(request.tenant, mailbox))
        return errorPage({
          error: 'invalid_request',
          number: 50020,
          message: 'The selected account does not exist in this tenant.',
        })
      if (!needsAdmin(mailbox)) return accept(request, mailbox)
      pending.set(requestId, request)
      return htmlResponse(200, approvalPage(requestId, path), { 'cache-control': 'no-store' })
    },
  }
}

/** Errors before the redirect URI is trusted are pages; later ones go back to the client. */
function checkRequest(
  tenant: string,
  query: URLSearchParams,
  clientId: string,
):
  | { page: SignInError }
  | { request: PendingRequest }
  | { request: PendingRequest; refusal: SignInError } {
  const client = query.get('client_id')
  if (client === null)
    return {
      page: {
        error: 'invalid_request',
        number: 900144,
        message: "The request body must contain the following parameter: 'client_id'.",
      },
    }
  if (client !== clientId)
    return {
      page: {
        error: 'unauthorized_client',
        number: 700016,
        message: `Application with identifier '${client}' was not found in the directory.`,
      },
    }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isRegistered(redirectUri))
    return {
      page: {
        error: 'invalid_request',
        number: 50011,
        message: `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
      },
    }
  const mode = query.get('response_mode') ?? 'query'
  const parsed = parseScopes(query.get('scope') ?? '')
  const request: PendingRequest = {
    tenant,
    redirectUri,
    responseMode: mode === 'fragment' || mode === 'form_post' ? mode : 'query',
    state: query.get('state'),
    scopes: 'unknown' in parsed ? [] : parsed.scopes,
    scopesAsWritten: 'unknown' in parsed ? [] : parsed.scopesAsWritten,
    challenge: query.get('code_challenge') ?? '',
    nonce: query.get('nonce'),
    wantsClientInfo: query.get('client_info') === '1',
  }
  const refusal = (
    error: string,
    number: number,
    message: string,
  ): ReturnType<typeof checkRequest> => ({
    request,
    refusal: { error, number, message },
  })
  if (!['query', 'fragment', 'form_post'].includes(mode))
    return refusal(
      'invalid_request',
      70007,
      `'${mode}' is not a supported value of 'response_mode'.`,
    )
  if (query.get('response_type') !== 'code')
    return refusal(
      'unsupported_response_type',
      700054,
      "response_type other than 'code' is not enabled for the application.",
    )
  const prompt = query.get('prompt')
  if (prompt !== null && !PROMPTS.includes(prompt))
    return refusal('invalid_request', 90023, "Unsupported 'prompt' value.")
  if ('unknown' in parsed)
    return refusal(
      'invalid_scope',
      70011,
      `The provided value for the input parameter 'scope' is not valid. The scope ${parsed.unknown} is not valid.`,
    )
  if (parsed.scopes.length === 0)
    return refusal(
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'scope'.",
    )
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/u.test(request.challenge))
    return refusal('invalid_request', 9002325, 'Proof Key for Code Exchange (S256) is required.')
  return { request }
}

/** The registration has http://localhost: any port, no other host and no path. */
function isRegistered(uri: string): boolean {
  return /^http:\/\/localhost(?::\d{1,5})?\/?$/u.test(uri)
}

function redirectToClient(
  request: PendingRequest,
  parameters: Record<string, string>,
): ApiResponse {
  const all = { ...parameters, ...(request.state === null ? {} : { state: request.state }) }
  if (request.responseMode === 'form_post')
    return htmlResponse(200, formPostPage(request.redirectUri, all))
  const url = new URL(request.redirectUri)
  if (request.responseMode === 'fragment') url.hash = new URLSearchParams(all).toString()
  else for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value)
  return redirectResponse(url.href)
}
