import { createHash } from 'node:crypto'
import { json, type ApiRequest, type ApiResponse } from '../../http/exchange.ts'
import type { Simulation } from '../../control/simulation.ts'
import { ACCESS_TOKEN_SECONDS, sameText, type Grant, type Tokens } from './grants.ts'
import { seesEmail, seesProfile } from './scopes.ts'

/** POST /oauth2/token and /token: the code and refresh grants, errors as Google words them. */
export function exchangeToken(simulation: Simulation, request: ApiRequest): ApiResponse {
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    return refusal(400, 'invalid_request', 'Content-Type must be application/x-www-form-urlencoded')
  const form = new URLSearchParams(request.body.toString('utf8'))
  for (const name of form.keys())
    if (form.getAll(name).length > 1)
      return refusal(
        400,
        'invalid_request',
        `OAuth 2 parameters can only have a single value: ${name}`,
      )

  const { client } = simulation.grants
  const { id, secret } = clientCredentials(request, form)
  if (id === '')
    return refusal(400, 'invalid_request', 'Could not determine client ID from request.')
  if (id !== client.id) return refusal(401, 'invalid_client', 'The OAuth client was not found.')
  if (secret === '') return refusal(400, 'invalid_request', 'client_secret is missing.')
  if (!sameText(secret, client.secret)) return refusal(401, 'invalid_client', 'Unauthorized')

  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const code = form.get('code') ?? ''
      const verifier = form.get('code_verifier') ?? ''
      if (code === '') return refusal(400, 'invalid_request', 'Missing required parameter: code')
      if (verifier === '') return refusal(400, 'invalid_grant', 'Missing code verifier.')
      const tokens = simulation.grants.redeem(code, form.get('redirect_uri') ?? '', verifier)
      if (tokens === 'mismatch') return refusal(400, 'redirect_uri_mismatch', 'Bad Request')
      if (tokens === 'invalid') return refusal(400, 'invalid_grant', 'Malformed auth code.')
      return granted(simulation, tokens)
    }
    case 'refresh_token': {
      const refreshToken = form.get('refresh_token') ?? ''
      if (refreshToken === '')
        return refusal(400, 'invalid_request', 'Missing required parameter: refresh_token')
      const tokens = simulation.grants.refresh(refreshToken)
      if (!tokens) return refusal(400, 'invalid_grant', 'Token has been expired or revoked.')
      return granted(simulation, tokens)
    }
    case null:
      return refusal(400, 'invalid_request', 'Missing required parameter: grant_type')
    default:
      return refusal(400, 'unsupported_grant_type', 'Invalid grant_type')
  }
}

/** POST /oauth2/revoke or /revoke, the token in the query or in the form. */
export function revokeToken(simulation: Simulation, request: ApiRequest): ApiResponse {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const token = request.query.get('token') ?? form.get('token') ?? ''
  if (!simulation.grants.revoke(token))
    return refusal(400, 'invalid_token', 'Token expired or revoked')
  return json(200, {})
}

/** GET /oauth2/v2/userinfo: who the token belongs to, as far as its scopes allow. */
export function userInfo(simulation: Simulation, request: ApiRequest): ApiResponse {
  const token = bearerToken(request) ?? request.query.get('access_token')
  const grant = token === null ? null : simulation.grants.access(token)
  if (!grant)
    return json(401, {
      error: {
        code: 401,
        message:
          'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
        status: 'UNAUTHENTICATED',
      },
    })
  return json(200, { id: accountNumber(grant.email), ...identity(simulation, grant) })
}

/** GET /oauth2/v3/tokeninfo */
export function tokenInfo(simulation: Simulation, request: ApiRequest): ApiResponse {
  const token = request.query.get('access_token') ?? ''
  const grant = simulation.grants.access(token)
  const expiresAt = simulation.grants.expiresAt(token)
  if (!grant || expiresAt === null) return refusal(400, 'invalid_token', 'Invalid Value')
  const { id } = simulation.grants.client
  return json(200, {
    azp: id,
    aud: id,
    sub: accountNumber(grant.email),
    scope: grant.scopes.join(' '),
    exp: String(Math.floor(expiresAt / 1000)),
    expires_in: String(Math.max(0, Math.floor((expiresAt - simulation.clock.now()) / 1000))),
    ...(seesEmail(grant.scopes) ? { email: grant.email, email_verified: 'true' } : {}),
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

function granted(simulation: Simulation, tokens: Tokens): ApiResponse {
  const { grant, accessToken, refreshToken, nonce } = tokens
  const issuedAt = Math.floor(simulation.clock.now() / 1000)
  const { id } = simulation.grants.client
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
        ...(seesEmail(grant.scopes) ? { email_verified: true } : {}),
        ...(nonce === null ? {} : { nonce }),
        iat: issuedAt,
        exp: issuedAt + 3600,
      })
    : null
  return json(
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

function identity(simulation: Simulation, grant: Grant): Record<string, unknown> {
  const name = simulation.mailboxes.get(grant.email)?.displayName ?? grant.email
  return {
    ...(seesEmail(grant.scopes) ? { email: grant.email, verified_email: true } : {}),
    ...(seesProfile(grant.scopes) ? { name, given_name: name.split(' ')[0] ?? name } : {}),
  }
}

/** A person's number at Google: 21 digits, the same for ever. */
function accountNumber(email: string): string {
  const digest = createHash('sha256').update(email).digest()
  return `1${(digest.readBigUInt64BE() % 10n ** 18n).toString().padStart(20, '0')}`
}

function refusal(status: number, error: string, description: string): ApiResponse {
  return json(status, { error, error_description: description })
}
