import { createHash } from 'node:crypto'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../../http/request-and-response.ts'
import type { Simulation } from '../../control/simulation.ts'
import {
  ACCESS_TOKEN_SECONDS,
  equalsInConstantTime,
  type GoogleGrant,
  type GoogleTokens,
} from './grants.ts'
import { includesEmail, includesProfile } from './scopes.ts'

/** POST /oauth2/token and /token: the code and refresh grants, errors as Google words them. */
export function exchangeToken(simulation: Simulation, request: ApiRequest): ApiResponse {
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    return errorResponse(
      400,
      'invalid_request',
      'Content-Type must be application/x-www-form-urlencoded',
    )
  const form = new URLSearchParams(request.body.toString('utf8'))
  for (const name of form.keys())
    if (form.getAll(name).length > 1)
      return errorResponse(
        400,
        'invalid_request',
        `OAuth 2 parameters can only have a single value: ${name}`,
      )

  const { client } = simulation.googleGrants
  const { id, secret } = clientCredentials(request, form)
  if (id === '')
    return errorResponse(400, 'invalid_request', 'Could not determine client ID from request.')
  if (id !== client.id)
    return errorResponse(401, 'invalid_client', 'The OAuth client was not found.')
  if (secret === '') return errorResponse(400, 'invalid_request', 'client_secret is missing.')
  if (!equalsInConstantTime(secret, client.secret))
    return errorResponse(401, 'invalid_client', 'Unauthorized')

  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const code = form.get('code') ?? ''
      const verifier = form.get('code_verifier') ?? ''
      if (code === '')
        return errorResponse(400, 'invalid_request', 'Missing required parameter: code')
      if (verifier === '') return errorResponse(400, 'invalid_grant', 'Missing code verifier.')
      const tokens = simulation.googleGrants.redeem(code, form.get('redirect_uri') ?? '', verifier)
      if (tokens === 'mismatch') return errorResponse(400, 'redirect_uri_mismatch', 'Bad Request')
      if (tokens === 'invalid') return errorResponse(400, 'invalid_grant', 'Malformed auth code.')
      return tokenResponse(simulation, tokens)
    }
    case 'refresh_token': {
      const refreshToken = form.get('refresh_token') ?? ''
      if (refreshToken === '')
        return errorResponse(400, 'invalid_request', 'Missing required parameter: refresh_token')
      const tokens = simulation.googleGrants.refresh(refreshToken)
      if (!tokens) return errorResponse(400, 'invalid_grant', 'Token has been expired or revoked.')
      return tokenResponse(simulation, tokens)
    }
    case null:
      return errorResponse(400, 'invalid_request', 'Missing required parameter: grant_type')
    default:
      return errorResponse(400, 'unsupported_grant_type', 'Invalid grant_type')
  }
}

/** POST /oauth2/revoke or /revoke, the token in the query or in the form. */
export function revokeToken(simulation: Simulation, request: ApiRequest): ApiResponse {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const token = request.query.get('token') ?? form.get('token') ?? ''
  if (!simulation.googleGrants.revoke(token))
    return errorResponse(400, 'invalid_token', 'Token expired or revoked')
  return jsonResponse(200, {})
}

/** GET /oauth2/v2/userinfo: who the token belongs to, as far as its scopes allow. */
export function userInfo(simulation: Simulation, request: ApiRequest): ApiResponse {
  const token = bearerToken(request) ?? request.query.get('access_token')
  const grant = token === null ? null : simulation.googleGrants.findByAccessToken(token)
  if (!grant)
    return jsonResponse(401, {
      error: {
        code: 401,
        message:
          'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
        status: 'UNAUTHENTICATED',
      },
    })
  return jsonResponse(200, { id: accountNumber(grant.email), ...identity(simulation, grant) })
}

/** GET /oauth2/v3/tokeninfo */
export function tokenInfo(simulation: Simulation, request: ApiRequest): ApiResponse {
  const token = request.query.get('access_token') ?? ''
  const grant = simulation.googleGrants.findByAccessToken(token)
  const expiresAt = simulation.googleGrants.expiresAt(token)
  if (!grant || expiresAt === null) return errorResponse(400, 'invalid_token', 'Invalid Value')
  const { id } = simulation.googleGrants.client
  return jsonResponse(200, {
    azp: id,
    aud: id,
    sub: accountNumber(grant.email),
    scope: grant.scopes.join(' '),
    exp: String(Math.floor(expiresAt / 1000)),
    expires_in: String(Math.max(0, Math.floor((expiresAt - simulation.clock.now()) / 1000))),
    ...(includesEmail(grant.scopes) ? { email: grant.email, email_verified: 'true' } : {}),
    access_type: 'offline',
  })
}

/** The bearer token of a request, or null. */
export function bearerToken(request: Pick<ApiRequest, 'headers'>): string | null {
  return /^Bearer ([\w.~+/=-]+)$/iu.exec(request.headers['authorization'] ?? '')?.[1] ?? null
}

function clientCredentials(
  request: ApiRequest,
  form: URLSearchParams,
): { id: string; secret: string } {
  const basic = /^Basic ([\w+/=]+)$/iu.exec(request.headers['authorization'] ?? '')?.[1]
  if (basic === undefined)
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) }
}

function tokenResponse(simulation: Simulation, tokens: GoogleTokens): ApiResponse {
  const { grant, accessToken, refreshToken, nonce } = tokens
  const issuedAt = Math.floor(simulation.clock.now() / 1000)
  const { id } = simulation.googleGrants.client
  const idToken = grant.scopes.includes('openid')
    ? simulation.idTokens.sign({
        iss: 'https://accounts.google.com',
        azp: id,
        aud: id,
        sub: accountNumber(grant.email),
        at_hash: createHash('sha256')
          .update(accessToken)
          .digest()
          .subarray(0, 16)
          .toString('base64url'),
        ...identity(simulation, grant),
        ...(includesEmail(grant.scopes) ? { email_verified: true } : {}),
        ...(nonce === null ? {} : { nonce }),
        iat: issuedAt,
        exp: issuedAt + 3600,
      })
    : null
  return jsonResponse(
    200,
    {
      access_token: accessToken,
      expires_in: ACCESS_TOKEN_SECONDS,
      ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
      ...(idToken === null ? {} : { id_token: idToken }),
    },
    { 'cache-control': 'no-store' },
  )
}

function identity(simulation: Simulation, grant: GoogleGrant): Record<string, unknown> {
  const name = simulation.gmailStores.get(grant.email)?.displayName ?? grant.email
  return {
    ...(includesEmail(grant.scopes) ? { email: grant.email, verified_email: true } : {}),
    ...(includesProfile(grant.scopes) ? { name, given_name: name.split(' ')[0] ?? name } : {}),
  }
}

/** A person's number at Google: 21 digits, the same for ever. */
function accountNumber(email: string): string {
  const digest = createHash('sha256').update(email).digest()
  return `1${(digest.readBigUInt64BE() % 10n ** 18n).toString().padStart(20, '0')}`
}

function errorResponse(status: number, error: string, description: string): ApiResponse {
  return jsonResponse(status, { error, error_description: description })
}
