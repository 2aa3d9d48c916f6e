import type { Simulation } from '../../control/simulation.ts'
import { jsonResponse, type ApiRequest, type ApiResponse } from '../../http/request-and-response.ts'
import type { OutlookStore } from '../mail-store/outlook-store.ts'
import { tokenErrorResponse, type SignInError } from './errors.ts'
import type { MicrosoftTokens, TokenErrorReason } from './grants.ts'
import { parseScopes } from './scopes.ts'
import { allowsAccount, tenantOf } from './tenants.ts'

const TOKEN_ERRORS: Readonly<Record<TokenErrorReason, SignInError>> = {
  codeInvalid: {
    error: 'invalid_grant',
    number: 70000,
    message: 'The provided value for the code is not valid.',
  },
  codeUsed: {
    error: 'invalid_grant',
    number: 54005,
    message:
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  codeExpired: {
    error: 'invalid_grant',
    number: 70008,
    message: 'The provided authorization code has expired. Send a new interactive request.',
  },
  redirectMismatch: {
    error: 'invalid_grant',
    number: 500112,
    message:
      'The reply address does not match the reply address provided when requesting the authorization code.',
  },
  verifierMismatch: {
    error: 'invalid_grant',
    number: 501481,
    message:
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  malformed: {
    error: 'invalid_grant',
    number: 70000,
    message: 'The provided value for the refresh token is not valid.',
    suberror: 'bad_token',
  },
  expired: {
    error: 'invalid_grant',
    number: 700082,
    message: 'The refresh token has expired due to inactivity. It was inactive for 90.00:00:00.',
    suberror: 'token_expired',
  },
  revoked: {
    error: 'invalid_grant',
    number: 50173,
    message:
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    suberror: 'bad_token',
  },
  consentRequired: {
    error: 'invalid_grant',
    number: 65001,
    message:
      'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
    suberror: 'consent_required',
  },
}

/** POST /{tenant}/oauth2/v2.0/token: the code and refresh grants of a public client. */
export function exchangeMicrosoftToken(
  simulation: Simulation,
  tenant: string,
  request: ApiRequest,
): ApiResponse {
  const grants = simulation.microsoftGrants
  const refuse = (error: SignInError, status?: number): ApiResponse =>
    tokenErrorResponse(error, simulation.clock.now(), status)
  const missing = (name: string): ApiResponse =>
    refuse({
      error: 'invalid_request',
      number: 900144,
      message: `The request body must contain the following parameter: '${name}'.`,
    })

  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return missing('grant_type')
  const form = new URLSearchParams(request.body.toString('utf8'))
  const given = (name: string): string => form.get(name) ?? ''
  if (given('client_id') === '') return missing('client_id')
  if (given('client_id') !== grants.clientId)
    return refuse({
      error: 'unauthorized_client',
      number: 700016,
      message: `Application with identifier '${given('client_id')}' was not found in the directory.`,
    })
  if (form.has('client_secret') || form.has('client_assertion'))
    return refuse(
      {
        error: 'invalid_client',
        number: 700025,
        message:
          "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
      },
      401,
    )
  const parsed = parseScopes(given('scope'))
  if ('unknown' in parsed)
    return refuse({
      error: 'invalid_scope',
      number: 70011,
      message: `The provided value for the input parameter 'scope' is not valid. The scope ${parsed.unknown} is not valid.`,
    })

  let tokens: MicrosoftTokens | TokenErrorReason
  switch (form.get('grant_type')) {
    case 'authorization_code':
      for (const name of ['code', 'redirect_uri', 'code_verifier'])
        if (given(name) === '') return missing(name)
      tokens = grants.redeem(given('code'), given('redirect_uri'), given('code_verifier'))
      break
    case 'refresh_token':
      if (given('refresh_token') === '') return missing('refresh_token')
      tokens = grants.refresh(
        given('refresh_token'),
        parsed.scopes.length === 0 ? null : parsed.scopes,
      )
      break
    case null:
      return missing('grant_type')
    default:
      return refuse({
        error: 'unsupported_grant_type',
        number: 70003,
        message: `The app requested an unsupported grant type '${given('grant_type')}'.`,
      })
  }
  if (typeof tokens === 'string') return refuse(TOKEN_ERRORS[tokens])
  const mailbox = simulation.outlookStores.get(tokens.grant.email)
  if (!mailbox) return refuse(TOKEN_ERRORS.revoked)
  if (!allowsAccount(tenant, mailbox))
    return refuse({
      error: 'invalid_grant',
      number: 50020,
      message: `User account '${mailbox.email}' does not exist in tenant '${tenant}'.`,
    })
  return tokenResponse(simulation, mailbox, {
    ...tokens,
    scopesAsWritten:
      tokens.scopesAsWritten ??
      (parsed.scopesAsWritten.length === 0 ? null : parsed.scopesAsWritten),
  })
}

function tokenResponse(
  simulation: Simulation,
  mailbox: OutlookStore,
  tokens: MicrosoftTokens,
): ApiResponse {
  const { grant, accessToken, refreshToken, expiresIn, nonce } = tokens
  const issuedAt = Math.floor(simulation.clock.now() / 1_000)
  const tenant = tenantOf(mailbox)
  const idToken = grant.scopes.includes('openid')
    ? simulation.idTokens.sign({
        ver: '2.0',
        iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
        sub: Buffer.from(`sub:${mailbox.userId}`).toString('base64url'),
        aud: simulation.microsoftGrants.clientId,
        exp: issuedAt + 86_400,
        iat: issuedAt,
        nbf: issuedAt,
        oid: mailbox.userId,
        tid: tenant,
        ...(grant.scopes.includes('profile')
          ? { name: mailbox.displayName, preferred_username: mailbox.email }
          : {}),
        ...(grant.scopes.includes('email') ? { email: mailbox.email } : {}),
        ...(nonce === null ? {} : { nonce }),
      })
    : null
  return jsonResponse(
    200,
    {
      token_type: 'Bearer',
      scope: (
        tokens.scopesAsWritten ?? grant.scopes.filter((scope) => scope !== 'offline_access')
      ).join(' '),
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: accessToken,
      ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
      ...(idToken === null ? {} : { id_token: idToken }),
      // MSAL names accounts by it and asks for it always; it does no harm to others.
      client_info: clientInfoOf(mailbox),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  )
}

/** Who signed in, as MSAL reads it. */
export function clientInfoOf(mailbox: OutlookStore): string {
  const info = { uid: mailbox.userId, utid: tenantOf(mailbox) }
  return Buffer.from(JSON.stringify(info)).toString('base64url')
}
