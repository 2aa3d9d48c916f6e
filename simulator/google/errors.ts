import { jsonResponse, type ApiResponse } from '../http/request-and-response.ts'

/** A refusal in Google's shape. Thrown by handlers, written by the dispatcher. */
export class GoogleError extends Error {
  readonly status: number
  readonly reason: string
  readonly domain: string
  readonly details: readonly unknown[]

  constructor(
    status: number,
    reason: string,
    message: string,
    options: { domain?: string; details?: readonly unknown[] } = {},
  ) {
    super(message)
    this.name = 'GoogleError'
    this.status = status
    this.reason = reason
    this.domain = options.domain ?? 'global'
    this.details = options.details ?? []
  }
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  413: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

export function errorResponse(
  error: GoogleError,
  headers: Record<string, string> = {},
): ApiResponse {
  const { status, reason, domain, message, details } = error
  const body = {
    error: {
      code: status,
      message,
      errors: [{ message, domain, reason }],
      status: STATUS_NAMES[status] ?? 'UNKNOWN',
      ...(details.length > 0 ? { details } : {}),
    },
  }
  const challenge = status === 401 ? { 'www-authenticate': CHALLENGE } : {}
  return jsonResponse(status, body, { ...challenge, ...headers })
}

const CHALLENGE = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'

export function invalidArgument(message: string, reason = 'invalidArgument'): GoogleError {
  return new GoogleError(400, reason, message)
}

export function notFound(): GoogleError {
  return new GoogleError(404, 'notFound', 'Requested entity was not found.')
}

/** A request that does not fit the method's declaration, as Google's front end words it. */
export function badRequest(field: string, description: string): GoogleError {
  return new GoogleError(400, 'badRequest', description, {
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field, description }],
      },
    ],
  })
}

export function unauthenticated(): GoogleError {
  return new GoogleError(
    401,
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  )
}

export function insufficientScope(): GoogleError {
  return new GoogleError(
    403,
    'insufficientPermissions',
    'Request had insufficient authentication scopes.',
    {
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
          domain: 'googleapis.com',
        },
      ],
    },
  )
}

/** Google answers exhausted quota in three ways; `turn` goes round them. */
export function quotaExceeded(turn: number): GoogleError {
  const message =
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com'."
  const domain = 'usageLimits'
  switch (turn % 3) {
    case 0:
      return new GoogleError(403, 'rateLimitExceeded', message, { domain })
    case 1:
      return new GoogleError(429, 'rateLimitExceeded', message, { domain })
    default:
      return new GoogleError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain })
  }
}

export function tooManyConcurrent(): GoogleError {
  const message = 'Too many concurrent requests for user.'
  return new GoogleError(429, 'rateLimitExceeded', message, { domain: 'usageLimits' })
}
